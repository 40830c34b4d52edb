"""Questions to the service as officers read them: what waits, and how its case stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.models import Enquiry
from guichet.casework import words
from guichet.web.words import texts

MOST = 200
_READY = "ready."
# What an enquiry knows of its case, as it stood when it was asked.
_TABLES = {"state": "state", "payment": "paid", "address": "reached"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEnquiry:
    """One question that waits. What was written stands on its own page, which notes its readers."""

    number: str
    printed_number: str
    kind: Markup
    about: Markup | str
    case: str
    by: date
    is_late: bool


def lines(enquiries: Sequence[Enquiry], language: str, *, today: date) -> list[WaitingEnquiry]:
    """Return the questions that wait, by the day that was promised."""
    return [
        WaitingEnquiry(
            number=enquiry.number,
            printed_number=numbers.for_people(enquiry.number),
            kind=words.of_code("asks", enquiry.kind, language),
            about=words.of_code("trouble", enquiry.about, language) if enquiry.about else "",
            case=numbers.for_people(enquiry.application.number) if enquiry.application else "",
            by=enquiry.promised_on,
            is_late=enquiry.promised_on < today,
        )
        for enquiry in enquiries
    ]


def standing(enquiry: Enquiry, language: str) -> list[tuple[Markup, Markup | str]]:
    """Return how the case stood when the question was asked, in words."""
    say = words.says(language)
    facts: Mapping[str, object] = enquiry.facts
    rows: list[tuple[Markup, Markup | str]] = [
        (say(f"stood.{name}"), words.of_code(table, str(facts[name]), language))
        for name, table in _TABLES.items()
        if facts.get(name)
    ]
    for name in ("saved_at", "due_at"):
        if at := facts.get(name):
            when = words.moment(datetime.fromisoformat(str(at)), language)
            rows.append((say(f"stood.{name}"), when))
    return rows


def ready(language: str) -> list[tuple[str, str]]:
    """Return the sentences that an answer can be made of, as the officer reads them."""
    keys = [key for key in sorted(texts(words.TOPIC).keys()) if key.startswith(_READY)]
    return [(key.removeprefix(_READY), str(words.says(language)(key))) for key in keys]


def with_ready(form_data: QueryDict, language: str) -> QueryDict:
    """Return an answer with the sentence that was chosen below it, in the letter's language."""
    key = _READY + form_data.get("ready", "")
    form_data = form_data.copy()
    if key in texts(words.TOPIC):
        sentence = texts(words.TOPIC).get(key, language).text
        before = form_data.get("answer", "").rstrip()
        form_data["answer"] = f"{before}\n\n{sentence}" if before else sentence
    return form_data


def goes_to(enquiry: Enquiry) -> str:
    """Return the address that gets the answer."""
    on_file = enquiry.application.email if enquiry.application else ""
    return on_file or enquiry.reply_to
