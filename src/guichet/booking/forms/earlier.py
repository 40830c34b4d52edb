"""What somebody who waits for a place that comes back says: who they are, which days suit them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import Form as AnyForm

from guichet.booking.earlier.actions import Wish
from guichet.booking.earlier.rules import AHEAD, LEADS
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


def _days_fields(form: AnyForm, *, language: str, weekdays: Sequence[int]) -> None:
    """Give the fields about days their words and what is offered."""
    language = language if language in texts(TOPIC).languages() else DEFAULT
    say, names = speaker(language, TOPIC), weekday_names(language)
    fields = form.fields
    fields["weekdays"].label = say("ask.weekdays")
    cast(Several, fields["weekdays"]).choices = [(str(day), names[day - 1]) for day in weekdays]
    fields["last_on"].label = say("ask.last_on")
    fields["last_on"].help_text = say("ask.last_hint", days=AHEAD.days)
    fields["last_on"].error_messages["past"] = str(say("ask.past"))
    fields["lead"].label = say("ask.lead")
    leads = [(str(hours), days_or_hours(hours, language)) for hours in LEADS]
    cast(Choice, fields["lead"]).choices = leads


class DaysForm(Form):
    """Which days would suit somebody, and how long before they need to know."""

    weekdays = Several()
    lead = Choice()
    last_on = Day(required=False)

    def __init__(
        self, *args: Any, language: str, weekdays: Sequence[int], today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_all(weekdays), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today
        _days_fields(self, language=language, weekdays=weekdays)

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

    def __init__(self, *args: Any, weekdays: Sequence[int], **kwargs: Any) -> None:
        kwargs["initial"] = {**_all(weekdays), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        for name in ("email", "phone"):
            self.fields[name].help_text = ""
        self.fields["email"].required = not send.texts_configured()
        _days_fields(self, language=self.language, weekdays=weekdays)
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


def _all(weekdays: Sequence[int]) -> dict[str, object]:
    return {"weekdays": [str(day) for day in weekdays], "lead": str(LEADS[0])}
