"""Invented people: as many as are needed, none of them twice."""

import string

LETTERS = string.ascii_lowercase


def name_of(client: int, turn: int) -> str:
    """Return a name without digits, another for every pair of numbers.

    >>> name_of(0, 0), name_of(1, 27)
    ('Ada Aaaa Aaaa', 'Ada Aaab Aabb')
    """
    return f"Ada {_word(client)} {_word(turn)}"


def _word(number: int) -> str:
    letters = []
    for _ in range(4):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(reversed(letters)).capitalize()


def person(client: int, turn: int) -> dict[str, str]:
    """Return who books, as the API is told."""
    return {
        "name": name_of(client, turn),
        "date_of_birth": "1985-05-17",
        "phone": f"+1505246{turn % 10_000:04d}",
    }
