"""An auditor looks for an appointment, a ticket, an office, a kind of deed, without looks."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from guichet.casework.record import searching
from guichet.casework.tests.desk import body
from guichet.counter.models import Ticket
from guichet.counter.testing import (
    make_checked_in,
    make_desk_office,
    make_expected_now,
    make_walk_in,
)
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.record import audit
from guichet.kernel.references import for_people
from guichet.staff.testing import make_posted, sign_in

pytestmark = pytest.mark.django_db
RECORD = "/staff/audit/"


@pytest.fixture
def lines(client: Client) -> Callable[[str], list[str]]:
    """What the lines of the record say that an auditor looks for."""
    sign_in(client, "auditor")

    def look(query: str) -> list[str]:
        rows = body(client.get(RECORD + query)).partition("<tbody>")[2].split("<tr>")[1:]
        return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]

    return look


@pytest.fixture
def ticket() -> Ticket:
    """Somebody with an appointment who has just come; another one waits elsewhere."""
    now = clock.now()
    elsewhere = make_desk_office("ELS")
    make_walk_in(elsewhere, now=now)
    person = make_expected_now(office=make_desk_office(), starts_at=now)
    return make_checked_in(person, now=now)


def test_it_finds_an_appointment_and_its_tickets_by_the_number(
    lines: Callable[[str], list[str]], ticket: Ticket, client: Client
) -> None:
    assert ticket.appointment
    number = str(ticket.appointment.confirmation_number)
    for way in (number, for_people(number).lower()):
        text = " ".join(lines(f"?number={way}"))
        assert "Checked the client in" in text and "Let somebody into the queue" in text
        assert "ELS" not in text
    note = AuditEntry.objects.filter(record_type="audit").latest("pk")
    assert (note.facts["about"], note.facts["of"]) == ("appointment", ticket.appointment_id)
    unknown = body(client.get(f"{RECORD}?number=MPV-JMG-Q53"))
    assert "or an appointment that the record knows" in unknown


def test_it_finds_a_ticket_by_its_number_and_office(
    lines: Callable[[str], list[str]], ticket: Ticket, client: Client
) -> None:
    (line,) = lines(f"?number={ticket.number}&office=TST")
    assert f"Ticket {ticket.number} TST" in line
    assert "Please choose its office" in body(client.get(f"{RECORD}?number={ticket.number}"))


def test_it_shows_what_was_done_at_an_office_a_day_at_a_time_without_looks_if_wanted(
    lines: Callable[[str], list[str]], ticket: Ticket, client: Client
) -> None:
    audit.write("seen", "office", 0, actor="staff:7", now=clock.now(), office="TST", page="desk")
    text = " ".join(lines("?office=TST"))
    assert "Checked the client in" in text and "Looked at a page of an office" in text
    assert "ELS" not in text
    deeds = " ".join(lines("?office=TST&looks=hidden"))
    assert "Checked the client in" in deeds and "Looked at" not in deeds
    page = body(client.get(f"{RECORD}?office=TST"))
    assert "shown a day at a time" in page
    before = page.partition('rel="prev" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert lines(before.partition("?")[2] and f"?{before.partition('?')[2]}") == []


def test_it_finds_a_kind_of_deed_and_takes_it_out_as_it_is_shown(
    lines: Callable[[str], list[str]], ticket: Ticket, client: Client
) -> None:
    rows = lines("?deed=ticket_admit&looks=hidden")
    assert len(rows) == 2 and all("Let somebody into the queue" in row for row in rows)
    answer = client.get(f"{RECORD}record.jsonl?deed=ticket_admit&office=TST")
    (line,) = b"".join(answer.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert b'"verb": "admit"' in line
    options = body(client.get(RECORD))
    assert '<optgroup label="Appointment">' in options
    assert '<option value="ticket_admit">Let somebody into the queue</option>' in options


@pytest.mark.usefixtures("lines")
def test_who_sees_no_appointment_finds_none_by_its_number(ticket: Ticket) -> None:
    reader = make_posted("TST", "receptionist")
    search = searching.RecordFilter(number=str(ticket.appointment.confirmation_number))  # type: ignore[union-attr]
    kinds = {line.record_type for line in searching.entries(search, None, reader=reader)}
    assert "appointment" not in kinds


def test_a_kind_of_deed_is_found_by_its_index() -> None:
    search = searching.RecordFilter(deed="ticket_admit")
    query, values = searching.entries(search, None, reader=None).query.sql_with_params()  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {query} LIMIT 101", values)
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "deeds_of_a_kind" in plan
