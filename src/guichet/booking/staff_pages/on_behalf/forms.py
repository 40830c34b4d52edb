"""What staff type to book for people: what for, how many, who they are, why a rule is lifted."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from guichet.booking import queries
from guichet.booking.clients.details import read_email, read_phone
from guichet.booking.forms import interpreting
from guichet.booking.forms.client import ClientForm
from guichet.booking.notice.gather import spoken_on_notices
from guichet.booking.on_behalf.many import COLUMNS, Source, source_like, source_of
from guichet.booking.on_behalf.rules import MOST_TOGETHER
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.web.forms.base import Choice, Form, Several, Text
from guichet.web.forms.birthdays import Birthday
from guichet.web.languages import ALL, OFFERED
from guichet.web.words import Say, speaker

TOPIC = "on_behalf"
# Each says what a colleague needs to know; records of before have "other" too (decision 0172).
WHY_MANY = ("hoarding", "resale", "invented", "twice", "asked", "error")
REASONS = ("court", "health", "travel", "lapse", "helper", "mistake", "group")
HELPED = ("name", "date_of_birth", "phone", "email", "case_number", "access_needs", "interpreter")


class StaffForm(Form):
    """A form with the words of these pages."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        for name, field in self.fields.items():
            field.label = self.say(f"form.{name}")
        _offer(self.fields, "reason", _reasons(self.say))


class PlaceForm(StaffForm):
    """For what and for how many people, and of which day the times are shown."""

    service = Choice()
    people = Choice(required=False)
    day = Text(required=False, max_length=10)

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, "service", list(services.items()))
        _offer(self.fields, "people", _numbers(MOST_TOGETHER))


class TimeForm(StaffForm):
    """The time that was chosen; before its minute of release, why."""

    slot = Text(max_length=17)
    people = Choice(required=False)
    reason = Choice(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, "people", _numbers(MOST_TOGETHER))

    def clean_slot(self) -> int:
        """Return the number of a slot."""
        text = self.cleaned_data["slot"]
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(self.say("problem.not_found"), code="not_found")
        return int(text)


class BookForm(StaffForm):
    """The answers to what was asked about people, by their number, and why a limit is lifted."""

    also_then = Several(required=False)
    somebody_else = Several(required=False)
    reason = Choice(required=False)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("also_then", "somebody_else"):
            _offer(self.fields, name, _numbers(people))


class SourceForm(StaffForm):
    """Whose appointments are looked for: a phone, an address or a network, or those like one."""

    kind = Choice()
    what = Text(max_length=254)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.source: Source | None = None
        _offer(self.fields, "kind", [(kind, str(self.say(f"kind.{kind}"))) for kind in COLUMNS])

    def clean(self) -> dict[str, Any]:
        """Read what was typed as what it was said to be, or as the number of an appointment."""
        answers = self.cleaned_data
        if "kind" in answers and "what" in answers:
            self.source = self._like(**answers) or self._typed(**answers)
            if self.source is None and not self.errors:
                self.add_error("what", self.say(f"problem.no_{answers['kind']}"))
        return answers

    def _like(self, kind: str, what: str) -> Source | None:
        appointment = queries.by_number(what)
        if appointment is None or appointment.slot.office_id != self.office.pk:
            return None
        return source_like(kind, appointment)

    def _typed(self, kind: str, what: str) -> Source | None:
        try:
            if kind == "phone":
                regions = queries.phone_regions(self.office)
                return source_of(kind, read_phone(what, regions=regions).number)
            return source_of(kind, read_email(what) if kind == "email" else what)
        except Obstacle:
            return None


class ManyForm(StaffForm):
    """Why those who are chosen lose their appointments."""

    why = Choice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, "why", [(code, str(self.say(f"why.{code}"))) for code in WHY_MANY])


class PersonForm(ClientForm):
    """Who comes, with the fields and the readers of the public's form, and what they speak."""

    speaks = Choice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(self.language, TOPIC)
        for name, field in self.fields.items():
            field.label = say(f"person.{name}")
        for name in HELPED:
            field = self.fields[name]
            field.help_text = say(f"person.{name}_help") if name != "interpreter" else ""
        birth = cast(Birthday, self.fields["date_of_birth"])
        birth.partly = say("person.partly")
        birth.error_messages |= {"required": say("person.incomplete")}
        own_names = {code: ALL[code].endonym for code in OFFERED}
        tongues = interpreting.both_names(own_names, self.language)
        _offer(self.fields, "speaks", [(code, noticed(code, say, name)) for code, name in tongues])
        _offer(self.fields, "interpreter", interpreting.for_staff(self.language))


def noticed(code: str, say: Say, name: str) -> str:
    """Return the name of a language; of one without notices, that they come in English."""
    has_notices = spoken_on_notices(code) == code
    return name if has_notices else say("person.in_english", language=name).striptags()


def _offer(fields: Mapping[str, forms.Field], name: str, choices: list[tuple[str, str]]) -> None:
    if name in fields:
        cast(forms.ChoiceField, fields[name]).choices = choices


def _numbers(most: int) -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in range(1, most + 1)]


def _reasons(say: Say) -> list[tuple[str, str]]:
    return [(code, str(say(f"reason.{code}"))) for code in REASONS]
