"""What a manager types to close an office: when, why, and what becomes of people."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from guichet.booking.schedule import changed_hours
from guichet.kernel.obstacles import Obstacle
from guichet.offices import words
from guichet.offices.models import Closure
from guichet.opening.managers.fields import Clock
from guichet.opening.managers.page import TOPIC
from guichet.web.forms.base import Choice, Day, Form
from guichet.web.words import speaker


class ClosureForm(Form):
    """A closure at an office of this time zone; a time left empty is the end of its day."""

    first = Day()
    first_time = Clock(max_length=12, required=False)
    last = Day(required=False)
    last_time = Clock(max_length=12, required=False)
    reason = Choice()
    plan = Choice()

    def __init__(self, *args: Any, language: str, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say, self.zone = speaker(language, TOPIC), zone
        for name, field in self.fields.items():
            field.label = self.say(f"form.{name}")
        reasons = sorted({*words.texts("closures").keys()} - {changed_hours.REASON})
        codes = {"reason": reasons, "plan": Closure.PLANS}
        for name, values in codes.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, str(self.say(f"{name}.{code}"))) for code in values]

    def clean(self) -> dict[str, Any]:
        """Return the two moments, `starts_at` and `ends_at`, with the reason and the plan."""
        answers = self.cleaned_data
        for name in ("first_time", "last_time"):
            if name in self.errors:
                self._errors[name] = self.error_class([self.say("problem.no_such_time")])
        if first := answers.get("first"):
            answers["starts_at"] = self._moment(first, answers.get("first_time"))
            last = answers.get("last") or first
            answers["ends_at"] = self._end(last, answers.get("last_time"))
        return answers

    def hinder(self, obstacle: Obstacle) -> None:
        """Say beside its field what stands in the way of a closure."""
        field = "first" if obstacle.facts["field"] == "first" else "last"
        if field == "last" and self.cleaned_data.get("last_time"):
            field = "last_time"
        self.add_error(field, self.say(f"problem.{obstacle.code}"))

    def _moment(self, day: date, at: time | None) -> datetime:
        return datetime.combine(day, at or time.min, self.zone)

    def _end(self, day: date, at: time | None) -> datetime:
        return self._moment(day, at) if at else self._moment(day + timedelta(days=1), None)
