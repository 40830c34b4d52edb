"""The desk of an office as one page: who is served, who waits, who is expected, who has gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from markupsafe import Markup

from guichet.booking.models import Appointment
from guichet.counter.desk import entries, past, queries
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.desk.queries import Expected, Present
from guichet.counter.models import Ticket
from guichet.counter.pages import TOPIC, named
from guichet.counter.queue import rules
from guichet.counter.queue.queries import line_of
from guichet.kernel import keyring
from guichet.web.formats import dates
from guichet.web.words import speaker

LONGEST_KEY = 18  # digits of what can be a record


@dataclass(frozen=True, kw_only=True)
class Today:
    """Everybody of a day at an office, and who reads of them."""

    reader: Reader
    present: Sequence[Present]
    expected: Sequence[Expected]


def today(reader: Reader) -> Today:
    """Read everybody who has come or is expected today: two statements."""
    return Today(
        reader=reader,
        present=queries.present_at(reader.office, now=reader.now),
        expected=queries.expected_at(reader.office, now=reader.now),
    )


def at_work(reader: Reader, *, subject: str = "") -> Today:
    """Read the same without those who have gone, but for the last and the one that is asked for."""
    pk = int(subject) if _is_key(subject) else None
    return Today(
        reader=reader,
        present=queries.worked_at(reader.office, subject=pk, now=reader.now),
        expected=queries.expected_at(reader.office, now=reader.now),
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_KEY


def head(reader: Reader) -> Row:
    """Return what every page of a desk begins with."""
    office, language = reader.office, reader.language
    return {
        "office": office,
        "office_name": named(office.names, language),
        "day": dates.long_day(reader.now.astimezone(reader.zone).date(), language),
        "as_of": reader.wall(reader.now),
        "permissions": reader.permissions,
    }


def context(day: Today, *, subject: str = "") -> Row:
    """Return what the desk shows; `subject` is the ticket that stands on top, if any."""
    reader = day.reader
    waiting = [ticket for ticket in day.present if ticket.state in rules.IN_LINE]
    waits = line_of(reader.office, now=reader.now, tickets=waiting, work=reader.work).waits()
    on_top = next((ticket for ticket in day.present if str(ticket.pk) == subject), None)
    entry = entries.entry
    rows = [{**entry(ticket, reader), "wait": waits[ticket.pk]} for ticket in waiting]
    return {
        **head(reader),
        "chosen": _on_top(on_top, reader, waits) if on_top else None,
        "at_desks": [
            entry(ticket, reader) for ticket in day.present if ticket.state in rules.AT_A_DESK
        ],
        "in_line": rows,
        "left_alone": [row for row in rows if row["is_left_alone"]],
        "still_called": _still_called(day, on_top),
        "work_desks": sorted(reader.work.desks),
        "desk_signs": _signs(reader),
        "over": over(day, reader),
        "gone": day.present[0].gone if day.present else 0,
        "expected": [entries.expected(person, reader) for person in day.expected],
        "missed": sum(person.ended_as == entries.NO_SHOW for person in day.expected),
    }


def _signs(reader: Reader) -> list[str]:
    """Return the desks that the opening plans today, by their numbers, and others at work."""
    planned = [str(number) for number in range(1, reader.work.planned + 1)]
    return [*planned, *sorted(reader.work.desks.difference(planned))]


def _still_called(day: Today, on_top: Present | None) -> list[Row]:
    """Return whom the reader has called to another desk, and neither served nor noted since."""
    mine = [
        ticket
        for ticket in day.present
        if ticket.state == Ticket.State.CALLED
        and ticket.officer == day.reader.name
        and ticket is not on_top
    ]
    return [{"number": ticket.number, "desk": ticket.desk, "pk": ticket.pk} for ticket in mine]


def version_of(day: Today, closure: object) -> str:
    """Return an ETag of what the desk shows: whose ticket or appointment stands where, since when.

    Estimates and what else goes with the clock change with its minutes.
    """
    reader = day.reader
    parts: list[object] = [reader.now.replace(second=0, microsecond=0), reader.language, closure]
    parts += sorted(reader.permissions)
    parts += (f"{ticket.pk} {ticket.changed_at.timestamp()}" for ticket in day.present)
    parts += (f"{person.pk} {person.slot_id} {person.ended_as}" for person in day.expected)
    return f'"{keyring.working("desk", *parts).hex()[:32]}"'


def over(day: Today, reader: Reader) -> list[Row]:
    """Return who has gone last, as rows, the last first."""
    tickets = [ticket for ticket in day.present if ticket.state not in rules.OPEN]
    tickets.sort(key=lambda ticket: (ticket.changed_at, ticket.pk), reverse=True)
    return [entries.entry(ticket, reader) for ticket in tickets[: queries.LATEST]]


def _on_top(ticket: Present, reader: Reader, waits: dict[int, int]) -> Row:
    """Return a ticket with all that the desk knows of it: what to bring, what was before."""
    starts_at, appointment = ticket.starts_at, ticket.appointment_id
    before = past.of([appointment], reader).get(appointment) if appointment else None
    which, wait = Q(ticket=ticket.pk), waits.get(ticket.pk, 0)
    if before:
        which |= Q(ticket__appointment=before.appointment)
    return {
        **entries.entry(ticket, reader),
        "wait": wait,
        # The hour that row, paper and screen go by; when the ticket is due decides the order alone.
        "called_about": reader.wall(reader.now + timedelta(minutes=wait)),
        "parked_until": reader.wall(ticket.parked_until) if ticket.parked_until else "",
        "documents": reader.documents(ticket.service_id, ticket.answers, starts_at)
        if starts_at
        else (),
        "past": past.words(before, reader),
        "servings": past.servings(which, reader),
        "paper_seen": _paper_seen(appointment, reader) if appointment else "",
    }


def _paper_seen(appointment: int, reader: Reader) -> Markup | str:
    """Return in a sentence who has seen a paper of somebody, and when; else nothing."""
    line = queries.paper_seen(appointment)
    if line is None:
        return ""
    who = entries.doer(line.actor, queries.name_of(line.actor), reader.language)
    return speaker(reader.language, TOPIC)("entry.paper_seen", time=reader.wall(line.at), who=who)


def people(matches: Sequence[Appointment], day: Today) -> list[Row]:
    """Return whom a search has brought, each with the day they are expected on, or their ticket."""
    reader = day.reader
    tickets = {
        ticket.appointment_id: ticket for ticket in day.present if ticket.state in rules.OPEN
    }
    return [
        {
            "pk": person.pk,
            "ticket": tickets[person.pk].pk if person.pk in tickets else None,
            "ticket_number": tickets[person.pk].number if person.pk in tickets else "",
            "number": person.confirmation_number or "",
            "name": person.name,
            "service": reader.services.get(person.service_id, ""),
            "at": reader.wall(person.slot.starts_at),
            "day": dates.long_day(person.slot.local_day, reader.language),
            "is_here": person.checked_in_at is not None,
        }
        for person in matches
    ]
