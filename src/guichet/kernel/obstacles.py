"""Obstacle: a rule stands in the way. It carries a code and facts, never a sentence."""


class Obstacle(Exception):
    """Say that a rule stands in the way; the view or the API turns the code into a sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
