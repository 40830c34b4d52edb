"""The agenda of a day: everybody who is expected or has come, by time, by desk or by officer.

What is in it fits on paper: lists of what to bring are told once, by a letter.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from string import ascii_uppercase
from typing import NamedTuple

from markupsafe import Markup

from guichet.booking.forms.interpreting import called, spoken_by
from guichet.counter.desk import entries, past
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.desk.page import Today, head
from guichet.counter.desk.queries import Expected, Present
from guichet.counter.pages import TOPIC
from guichet.kernel import references
from guichet.offices.checklists import ChecklistLine
from guichet.web.words import speaker

TAKEN_BACK = "cancelled"  # a ticket of nobody: its person is expected again, or has another one
TIME, DESK, OFFICER = ORDERS = ("time", "desk", "officer")


class AgendaRow(NamedTuple):
    """Somebody of the day; who has come has a ticket, who came without an appointment no name."""

    moment: datetime  # of the appointment, or when they came
    at: str
    name: str
    printed: str  # the confirmation number of who is expected
    service: str
    speaks: str
    ticket_in: str  # another language, in which they were given their ticket
    interpreter: str
    access: str
    needs: tuple[str, ...]
    case_number: str
    list_letter: str  # which list of what to bring
    past: Markup | None
    ticket: int  # its number; 0: none
    state: str  # of the ticket, or expected, late, missed
    desk: str
    officer: str


class Lists:
    """The lists of what to bring, each told once, by the order in which they are met."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.letters: dict[tuple[ChecklistLine, ...], str] = {}
        self.by_answers: dict[tuple[str, str], str] = {}

    def letter_of(self, service: str, answers: str, day: datetime) -> str:
        """Return the letter of the list for a service and some answers; "" where there is none."""
        key = (service, answers)
        if key not in self.by_answers:
            lines = tuple(self.reader.documents(service, answers, day))
            self.by_answers[key] = self._letter(lines) if lines else ""
        return self.by_answers[key]

    def _letter(self, lines: tuple[ChecklistLine, ...]) -> str:
        place, letters = len(self.letters), ascii_uppercase
        return self.letters.setdefault(lines, letters[place % 26] * (1 + place // 26))


def context(day: Today, *, order: str = TIME, with_past: bool = True) -> Row:
    """Return what the agenda shows: groups of rows, and the lists that their letters name."""
    reader, lists = day.reader, Lists(day.reader)
    say = speaker(reader.language, TOPIC)
    present = [ticket for ticket in day.present if ticket.state != TAKEN_BACK]
    people = [ticket.appointment_id for ticket in present if ticket.appointment_id]
    history = (
        past.of([*people, *(person.pk for person in day.expected)], reader) if with_past else {}
    )
    words = {pk: past.words(before, reader) for pk, before in history.items()}
    rows = [
        *(_of_present(ticket, reader, lists, words) for ticket in present),
        *(_of_expected(person, reader, lists, words) for person in day.expected),
    ]
    return {
        **head(reader),
        "order": order,
        "orders": ORDERS,
        "groups": grouped(sorted(rows, key=lambda row: (row.moment, row.name)), order, reader),
        "count": len(rows),
        "interpreters": interpreters(rows),
        "lists": [(letter, lines) for lines, letter in lists.letters.items()],
        "list_words": {
            letter: say("agenda.list", letter=letter) for letter in lists.letters.values()
        },
    }


def interpreters(rows: Sequence[AgendaRow]) -> list[tuple[str, list[str]]]:
    """Return the languages in which an interpreter is wanted, each with the times."""
    times: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.moment):
        if row.interpreter:
            times.setdefault(row.interpreter, []).append(row.at)
    return sorted(times.items())


def grouped(
    rows: Sequence[AgendaRow], order: str, reader: Reader
) -> list[tuple[Markup | str, list[AgendaRow]]]:
    """Return rows under the headings of an order; who is at no desk yet comes last."""
    say = speaker(reader.language, TOPIC)
    if order == TIME:
        return [("", list(rows))] if rows else []
    key: Callable[[AgendaRow], str] = (
        (lambda row: row.desk) if order == DESK else (lambda row: row.officer)
    )
    groups: dict[str, list[AgendaRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    names = sorted(groups, key=lambda name: (not name, len(name), name))
    return [(_heading(say, order, name), groups[name]) for name in names]


def _heading(say: Callable[..., Markup], order: str, name: str) -> Markup | str:
    if not name:
        return say(f"agenda.no_{order}")
    return say("entry.at_desk", desk=name) if order == DESK else name


def _of_present(
    ticket: Present, reader: Reader, lists: Lists, words: Mapping[int, Markup | None]
) -> AgendaRow:
    starts_at = ticket.starts_at
    return AgendaRow(
        moment=starts_at or ticket.arrived_at,
        at=reader.wall(starts_at or ticket.arrived_at),
        name=ticket.name,
        printed="",
        service=reader.services.get(ticket.service_id, ""),
        **entries.spoken(ticket, reader.language),
        interpreter=called(ticket.interpreter, reader.language),
        access=ticket.access_needs,
        needs=entries.needs_of(ticket),
        case_number=references.case_for_people(ticket.case_number),
        list_letter=lists.letter_of(ticket.service_id, ticket.answers, starts_at)
        if starts_at
        else "",
        past=words.get(ticket.appointment_id or 0),
        ticket=ticket.number,
        state=ticket.state,
        desk=ticket.desk or ticket.for_desk,
        officer=ticket.officer,
    )


def _of_expected(
    person: Expected, reader: Reader, lists: Lists, words: Mapping[int, Markup | None]
) -> AgendaRow:
    is_missed = person.ended_as == entries.NO_SHOW
    is_late = reader.now > person.starts_at
    return AgendaRow(
        moment=person.starts_at,
        at=reader.wall(person.starts_at),
        name=person.name,
        printed=references.for_people(person.confirmation_number),
        service=reader.services.get(person.service_id, ""),
        speaks=spoken_by(person.language, reader.language),
        ticket_in="",
        interpreter=called(person.interpreter, reader.language),
        access=person.access_needs,
        needs=(),
        case_number=references.case_for_people(person.case_number),
        list_letter=lists.letter_of(person.service_id, person.answers, person.starts_at),
        past=words.get(person.pk),
        ticket=0,
        state="missed" if is_missed else "late" if is_late else "expected",
        desk="",
        officer="",
    )
