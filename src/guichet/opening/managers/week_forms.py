"""What a manager types of a week, or of one day: rows of hours, and from when they are valid."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from guichet.kernel.obstacles import Obstacle
from guichet.offices.days.hours import Week
from guichet.offices.models import Closure
from guichet.opening.hours import rules
from guichet.opening.hours.rules import Row
from guichet.opening.managers.fields import (
    Clock,
    Count,
    put_into_words,
    put_refusals_into_words,
    typed_clock,
)
from guichet.opening.managers.page import TOPIC
from guichet.web.formats.dates import weekday_names
from guichet.web.forms.base import Choice, Day, Form, Several
from guichet.web.words import speaker

SPARE, MOST_ROWS = 2, 40  # empty rows that a form has; rows that it may have
WEEKDAYS = [str(number) for number in range(1, 8)]


class RowForm(Form):
    """Hours on some weekdays. A row in which nothing is typed says nothing."""

    weekdays = Several(choices=[(day, day) for day in WEEKDAYS])
    opens = Clock(max_length=12)
    closes = Clock(max_length=12)
    break_from = Clock(max_length=12, required=False)
    break_till = Clock(max_length=12, required=False)
    desks = Count(least=1, most=rules.MOST_DESKS)
    staff = Count(most=rules.MOST_DESKS, required=False)
    walk_ins = Count(most=rules.MOST_DESKS, required=False)
    minutes = Count(least=rules.SHORTEST, most=rules.LONGEST, required=False)

    def __init__(self, *args: Any, language: str, number: int, is_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"row{number}", empty_permitted=True, **kwargs)
        self.say, self.number = speaker(language, TOPIC), number
        put_into_words(self, "row")
        names = weekday_names(language)
        days = self.fields["weekdays"]
        assert isinstance(days, forms.MultipleChoiceField)
        days.choices = list(zip(WEEKDAYS, names, strict=True))
        if is_day:
            del self.fields["weekdays"]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of the row was typed."""
        return not self.has_changed()

    def clean(self) -> dict[str, Any]:
        """Put what the fields refuse into words."""
        put_refusals_into_words(self)
        return self.cleaned_data

    def row(self, weekdays: Sequence[int] = ()) -> Row:
        """Return the row that was typed; of a day's form, for its weekday."""
        answers = self.cleaned_data
        ticks = [int(day) for day in answers.get("weekdays", ())]
        return Row(
            number=self.number,
            weekdays=ticks or weekdays,
            opens_at=answers["opens"],
            closes_at=answers["closes"],
            break_from=answers["break_from"],
            break_till=answers["break_till"],
            desks=answers["desks"],
            staff=answers["staff"],
            walk_ins=answers["walk_ins"] or 0,
            minutes=answers["minutes"],
        )


class HoursForm(Form):
    """From when some hours are valid, and what becomes of whom they hit."""

    day = Day()
    plan = Choice()

    def __init__(self, *args: Any, language: str, is_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        put_into_words(self, "hours_form")
        self.fields["day"].label = self.say("hours_form.on" if is_day else "hours_form.from")
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = [(code, str(self.say(f"plan.{code}"))) for code in Closure.PLANS]

    def clean(self) -> dict[str, Any]:
        """Put what the fields refuse into words."""
        put_refusals_into_words(self)
        return self.cleaned_data


class HoursPaper:
    """A form of hours with its rows, as one: what a page shows and a view asks."""

    def __init__(self, head: HoursForm, rows: Sequence[RowForm], *, is_day: bool) -> None:
        self.head, self.rows, self.is_day = head, rows, is_day

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def forms(self) -> list[Form]:
        return [self.head, *self.rows]

    def visible_fields(self) -> list[Any]:
        """Return the fields of all its forms, for the list of what is to be mended."""
        return [field for form in self.forms for field in form.visible_fields()]

    def non_field_errors(self) -> list[str]:
        """Return what is wrong with no field alone: nothing, everything stands beside a field."""
        return []

    def is_valid(self) -> bool:
        """Tell whether every row in which something is typed can be read."""
        forms_of_hours = [self.head, *(row for row in self.rows if not row.is_empty)]
        faults = [form for form in forms_of_hours if not form.is_valid()]  # each is asked
        return not faults

    def week(self, *, usual: int) -> Week:
        """Return the week, or raise Obstacle; `usual` is how long a time of the service is."""
        on = [self.head.cleaned_data["day"].isoweekday()] if self.is_day else []
        rows = [form.row(on) for form in self.rows if not form.is_empty]
        return rules.week_of(rows, usual=usual)

    def hinder(self, obstacle: Obstacle) -> None:
        """Say beside its field what stands in the way."""
        field, number = str(obstacle.facts.get("field", "day")), obstacle.facts.get("row")
        form = next((row for row in self.rows if row.number == number), self.head)
        form.add_error(field, self.head.say(f"problem.{obstacle.code}"))


def sent(data: Mapping[str, Any], *, language: str, is_day: bool, more: bool) -> HoursPaper:
    """Return the form as it was sent; `more` gives it two rows more than it had."""
    numbers = {
        int(text)
        for text in (name.partition("-")[0].removeprefix("row") for name in data)
        if text.isascii() and text.isdigit() and int(text) < MOST_ROWS
    }
    count = min(MOST_ROWS, max(numbers, default=SPARE - 1) + 1 + (SPARE if more else 0))
    words: dict[str, Any] = {"language": language, "is_day": is_day}
    rows = [RowForm(data, number=number, **words) for number in range(count)]
    return HoursPaper(HoursForm(data, **words), rows, is_day=is_day)


def filled(
    week: Week, *, day: date, language: str, is_day: bool, plan: str = Closure.MOVE
) -> HoursPaper:
    """Return the form with a week in it, and rows to spare."""
    rows = rules.rows_of(week)
    initial = [_initial(row, language) for row in rows] + [{}] * (1 if is_day and rows else SPARE)
    words: dict[str, Any] = {"language": language, "is_day": is_day}
    head = {"day": day, "plan": plan}
    return HoursPaper(
        HoursForm(initial=head, **words),
        [RowForm(initial=values, number=number, **words) for number, values in enumerate(initial)],
        is_day=is_day,
    )


def _initial(row: Row, language: str) -> dict[str, Any]:
    times = {
        "opens": row.opens_at,
        "closes": row.closes_at,
        "break_from": row.break_from,
        "break_till": row.break_till,
    }
    return {
        **{name: typed_clock(at, language) if at else "" for name, at in times.items()},
        "weekdays": [str(day) for day in row.weekdays],
        "desks": row.desks,
        "staff": "" if row.staff is None else row.staff,
        "walk_ins": row.walk_ins or "",
        "minutes": row.minutes or "",
    }
