"""The period of which somebody wants to see figures."""

from datetime import date
from typing import Any

from guichet.figures import rules
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import Day, Form
from guichet.web.words import Say


class PeriodForm(Form):
    """From the first day to the last, both of them along; so many days at most."""

    first = Day()
    last = Day()

    def __init__(self, *args: Any, say: Say, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say, self.longest = say, longest
        for name, field in self.fields.items():
            field.label = say(f"period.{name}")

    def clean(self) -> dict[str, Any]:
        """Say beside the last day where it lies before the first, or too long after it."""
        first, last = (self.cleaned_data.get(name) for name in ("first", "last"))
        if isinstance(first, date) and isinstance(last, date):
            try:
                rules.check_period(first, last, longest=self.longest)
            except Obstacle as obstacle:
                self.add_error("last", self.say(f"problem.{obstacle.code}", days=self.longest))
        return self.cleaned_data
