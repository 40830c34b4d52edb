"""What somebody who waits for a place that comes back says: who they are, which days suit them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import Form as AnyForm

from guichet.booking.earlier.actions import Wish
from guichet.booking.earlier.queries import EVERY_WEEKDAY
from guichet.booking.earlier.rules import AHEAD, LEADS, Chances
from guichet.booking.forms.client import ClientForm
from guichet.booking.models import Entry
from guichet.post import send
from guichet.web.formats.dates import weekday_names
from guichet.web.formats.durations import days_or_hours
from guichet.web.forms.base import Choice, Day, Form, Several
from guichet.web.languages import DEFAULT
from guichet.web.words import speaker, texts

TOPIC = "earlier"
NOT_ASKED = ("case_number", "access_needs", "interpreter")


def _days_fields(form: AnyForm, *, language: str, chances: Chances) -> None:
    """Give the fields about days their words and what is offered: what could be.

    What was chosen before stays, so that a sentence beside it says what has become of it.
    """
    language = language if language in texts(TOPIC).languages() else DEFAULT
    say, names = speaker(language, TOPIC), weekday_names(language)
    fields = form.fields
    fields["weekdays"].label = say("ask.weekdays")
    weekdays = sorted({*map(str, chances.weekdays), *_chosen(form, "weekdays", EVERY_WEEKDAY)})
    cast(Several, fields["weekdays"]).choices = [(day, names[int(day) - 1]) for day in weekdays]
    fields["last_on"].label = say("ask.last_on")
    fields["last_on"].help_text = say("ask.last_hint", days=AHEAD.days)
    fields["last_on"].error_messages["past"] = str(say("ask.past"))
    fields["lead"].label = say("ask.lead")
    hours = sorted({*chances.leads, *map(int, _chosen(form, "lead", LEADS))})
    leads = [(str(number), days_or_hours(number, language)) for number in hours]
    cast(Choice, fields["lead"]).choices = leads


def _chosen(form: AnyForm, name: str, choices: Iterable[int]) -> set[str]:
    """Return what a form holds that there is to choose, whether it was sent or is shown first."""
    value = form[name].value()
    values = value if isinstance(value, list) else [value]
    return {str(choice) for choice in choices} & {str(each) for each in values}


class DaysForm(Form):
    """Which days would suit somebody, and how long before they need to know."""

    weekdays = Several()
    lead = Choice()
    last_on = Day(required=False)

    def __init__(
        self, *args: Any, language: str, chances: Chances, today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_all(chances), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_any = bool(chances.weekdays)
        _days_fields(self, language=language, chances=chances)

    def clean_last_on(self) -> date | None:
        """Return the last day, which has not passed."""
        return not_past(self, today=self.today)

    @property
    def wish(self) -> Wish:
        return wish_of(self.cleaned_data)


class AskForm(ClientForm):
    """The same of somebody who has no appointment: who they are as well, and how to tell them."""

    weekdays = Several()
    lead = Choice()
    last_on = Day(required=False)

    def __init__(self, *args: Any, chances: Chances, **kwargs: Any) -> None:
        kwargs["initial"] = {**_all(chances), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        for name in ("email", "phone"):
            self.fields[name].help_text = ""
        self.fields["email"].required = not send.texts_configured()
        _days_fields(self, language=self.language, chances=chances)
        sentence = str(speaker(self.language, TOPIC)("ask.email_needed"))
        self.fields["email"].error_messages["required"] = sentence

    def clean_last_on(self) -> date | None:
        """Return the last day, which has not passed."""
        return not_past(self, today=self.today)

    @property
    def wish(self) -> Wish:
        return wish_of(self.cleaned_data)


def not_past(form: AnyForm, *, today: date) -> date | None:
    """Return the last day that was named, if it may be waited for."""
    day: date | None = form.cleaned_data["last_on"]
    if day and day < today:
        raise ValidationError(form.fields["last_on"].error_messages["past"], code="past")
    return day


def wish_of(entries: dict[str, Any]) -> Wish:
    """Return what was chosen."""
    return Wish(
        weekdays="".join(sorted(entries["weekdays"])),
        lead_hours=int(entries["lead"]),
        last_on=entries["last_on"],
    )


def chosen(entry: Entry) -> dict[str, object]:
    """Return what an entry waits for, as the form shows it again."""
    return {
        "weekdays": list(entry.weekdays),
        "lead": str(entry.lead_hours),
        "last_on": entry.last_on,
    }


def _all(chances: Chances) -> dict[str, object]:
    return {"weekdays": [str(day) for day in chances.weekdays], "lead": str(LEADS[0])}
