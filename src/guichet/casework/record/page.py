"""The record as an auditor reads it: by application, by who did it, by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.models import Application, Authorization, Payment
from guichet.casework import events, words
from guichet.casework.events import named
from guichet.casework.record import facts
from guichet.casework.worklist import queries
from guichet.kernel.models import AuditEntry
from guichet.kernel.reading import typed_text
from guichet.kernel.reading.days import authority_zone
from guichet.staff.roles import Somebody
from guichet.staff.subjects import Subject, subjects_of

PAGE = 100
OTHERS = ("client", "system")
_LOOKS = ("see", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """What somebody wants to see of the record, as it was typed."""

    number: str = ""
    who: str = ""
    day: str = ""
    looks: str = ""
    before: str = ""

    @property
    def on(self) -> date | None:
        """Return the day, if it is one."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None

    def query(self, **other: object) -> str:
        """Return the query of the same list with something else chosen."""
        values = {"number": self.number, "who": self.who, "day": self.day, "looks": self.looks}
        return urlencode({name: value for name, value in {**values, **other}.items() if value})


def record_filter(query: Mapping[str, str]) -> RecordFilter:
    """Return what the address asks for."""
    return RecordFilter(
        number=typed_text.plain(query.get("number", ""))[:40],
        who=query.get("who", "")[:60],
        day=typed_text.plain(query.get("day", ""))[:10],
        looks="only" if query.get("looks") == "only" else "",
        before=query.get("before", "")[:18],
    )


def entries(search: RecordFilter, application: Application | None) -> QuerySet[AuditEntry]:
    """Return the lines that are asked for, the newest first."""
    rows = named().order_by("-pk")
    if search.number:
        rows = rows.filter(_of(application)) if application else rows.none()
    if search.who:
        rows = rows.filter(actor=search.who)
    if search.day:
        rows = _on(rows, search.on)
    if search.looks:
        rows = rows.filter(verb__in=_LOOKS)
    if search.before.isascii() and search.before.isdecimal():
        rows = rows.filter(pk__lt=int(search.before))
    return rows


def _of(application: Application) -> Q:
    authorizations = Authorization.objects.filter(application=application).values("pk")
    payments = Payment.objects.filter(application=application).values("pk")
    return (
        Q(record_type="application", record=application.pk)
        | Q(record_type="authorization", record__in=authorizations)
        | Q(record_type="payment", record__in=payments)
    )


def _on(rows: QuerySet[AuditEntry], day: date | None) -> QuerySet[AuditEntry]:
    """Return what happened on a day of the authority."""
    if day is None or not date.min < day < date.max:
        return rows.none()
    start = datetime.combine(day, time(), authority_zone())
    end = datetime.combine(day + timedelta(days=1), time(), authority_zone())
    return rows.filter(at__gte=start, at__lt=end)


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
    rows = list(entries(search, application)[: PAGE + 1])
    return {
        "asked": search,
        "application": application,
        "lines": list(lines(rows[:PAGE], language, reader=reader)),
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else 0,
        "people": _people(language),
        "problem": _problem(search, application),
        "digits": queries.count_digits(search.number),
    }


def _problem(search: RecordFilter, application: Application | None) -> str:
    """Return why the record of a number is not shown; a question has a page that names its case."""
    if application or not search.number:
        return ""
    is_question = queries.enquiry_number(search.number)
    return "of_question" if is_question else queries.why_not_found(search.number)


def noted(context: Mapping[str, Any]) -> dict[str, object]:
    """Return what the record keeps of a look at it: whose lines, and by whom; never what was typed.

    Somebody who looks for a person may well type a name into the field of the number.
    """
    application, who = context["application"], context["asked"].who
    actors = {actor for actor, _ in context["people"]}
    return {
        "application": application.pk if application else 0,
        "who": who if who in actors else "",
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
