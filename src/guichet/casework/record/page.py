"""The record as an auditor reads it: by application, by who did it, by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.models import Application
from guichet.casework import events, words
from guichet.casework.record import facts, searching
from guichet.casework.record.searching import RecordFilter
from guichet.casework.worklist import queries
from guichet.kernel.models import AuditEntry
from guichet.offices import queries as offices
from guichet.staff.roles import Somebody
from guichet.staff.subjects import Subject, subjects_of
from guichet.web.words import texts

PAGE = 100
OTHERS = ("client", "system")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One line: when, who, what, and on which record; `number` is that of a case to open."""

    at: datetime
    who: str
    what: Markup
    record: str
    number: str
    office: str
    details: Sequence[str]


def context(search: RecordFilter, language: str, *, reader: Somebody) -> dict[str, object]:
    """Return one page of the record; a line more is read, to know whether another page follows."""
    application = queries.by_any_number(search.number) if search.number else None
    rows = list(searching.entries(search, application, reader=reader)[: PAGE + 1])
    subject = None if application else _subject(search, reader)
    return {
        "asked": search,
        "application": application,
        "subject": subject,
        "lines": list(lines(rows[:PAGE], language, reader=reader)),
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else 0,
        "people": _people(language),
        "offices": sorted(offices.names_by_code().items()),
        "deeds": _deeds(language),
        "problem": _problem(search, is_found=bool(application or subject)),
        "digits": queries.count_digits(search.number),
    }


def _subject(search: RecordFilter, reader: Somebody) -> tuple[str, int] | None:
    return searching.subject_of(search, reader=reader) if search.number else None


def _problem(search: RecordFilter, *, is_found: bool) -> str:
    """Return why the record of a number is not shown; a question has a page that names its case."""
    if is_found or not search.number:
        return ""
    if settings.AGENCY.has("appointments") and search.is_ticket and not search.office:
        return "audit.ticket_of_office"
    if not settings.AGENCY.has("eta"):
        return "audit.no_appointment"
    if queries.enquiry_number(search.number):
        return "list.of_question"
    why = queries.why_not_found(search.number)
    may_be_of_both = why == "no_number" and settings.AGENCY.has("appointments")
    return "audit.no_number" if may_be_of_both else f"list.{why}"


def _deeds(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be done, by the kind of record: deeds and looks in words, in their order."""
    kinds = {kind: str(words.of_code("record", kind, language)) for kind in searching.kinds()}
    deeds = dict[str, list[tuple[str, str]]]()
    codes = texts(words.TOPIC).keys()
    for key in sorted(codes):
        table, _, deed = key.partition(".")
        kind = searching.kind_and_verb(deed)[0]
        if table == "did" and kind in kinds:
            name = str(words.of_code("did", deed, language).striptags())
            deeds.setdefault(kinds[kind], []).append((deed, name))
    return [(kind, sorted(deeds[kind], key=itemgetter(1))) for kind in sorted(deeds)]


def noted(context: Mapping[str, Any]) -> dict[str, object]:
    """Return what the record keeps of a look at it: whose lines, and by whom; never what was typed.

    Somebody who looks for a person may well type a name into the field of the number.
    """
    application, search, subject = context["application"], context["asked"], context["subject"]
    actors = {actor for actor, _ in context["people"]}
    codes = {code for code, _ in context["offices"]}
    about = {"about": subject[0], "of": subject[1]} if subject else {}
    office = {"office": search.office} if search.office in codes else {}
    return {
        "application": application.pk if application else 0,
        "who": search.who if search.who in actors else "",
        **({"deed": search.deed} if search.deed else {}),
        **about,
        **office,
    }


def lines(rows: Sequence[AuditEntry], language: str, *, reader: Somebody) -> Iterator[RecordLine]:
    """Yield lines of the record in words, for who may read what they are about."""
    pks = [row.record for row in rows if row.record_type == "application"]
    number_of = dict(Application.objects.filter(pk__in=pks).values_list("pk", "number"))
    subjects = subjects_of(rows, reader=reader)
    for row in rows:
        event = events.event(row, language)
        of_case = row.record_type == "application"
        number = number_of.get(row.record, "") if of_case else ""
        subject = subjects.get((row.record_type, row.record), Subject())
        office = subject.office or str(row.facts.get("office", ""))
        yield RecordLine(
            at=row.at,
            who=event.who,
            what=event.what,
            record=numbers.for_people(number) or _record(row, subject, language),
            number=number,
            office=office,
            details=facts.in_words(row, language)
            or [words for words in event.details if words != office],
        )


def _record(row: AuditEntry, subject: Subject, language: str) -> str:
    """Return what a line is about; of what has no key of its own, the kind alone."""
    kind = words.of_code("record", row.record_type, language)
    return f"{kind} {subject.name or row.record or ''}".rstrip()


def _people(language: str) -> list[tuple[str, str]]:
    """Return who may have done something: the applicants, the system, and every account."""
    others = [(actor, str(words.of_code("actor", actor, language))) for actor in OTHERS]
    accounts = User.objects.order_by("username").values_list("pk", "username")
    return [*others, *((f"staff:{pk}", name) for pk, name in accounts)]
