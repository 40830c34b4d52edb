"""A manager finds what one source has booked at an office, and cancels many of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import actions
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_details, make_open_slot
from guichet.booking.tests.journey import Now
from guichet.kernel import clock, references
from guichet.kernel.guarding.network import Ladder, ladder_around
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.offices.testing import make_office
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
PHONE = "+12125550142"
HERE, NEXT_DOOR = "2001:db8:7:1::7", "2001:db8:7:2::7"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """The time of day, which the test may let pass."""
    moment = Now()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def hoard(client: Client) -> list[Appointment]:
    """Three appointments of one phone, the third from next door, and one of somebody else."""
    people = []
    for number, phone in enumerate([PHONE, PHONE, PHONE, "+12125550199"]):
        slot = make_open_slot(starts_at=NOW + timedelta(days=7, hours=number))
        details = make_details(number, phone=phone, email=f"hoarder+{number}@example.org")
        networks: Ladder | None = ladder_around(NEXT_DOOR if number == 2 else HERE)
        booked = actions.book_slot(
            slot.pk, details, networks=networks, language="es" if number else "fr", now=NOW
        )
        people.append(booked.appointment)
    sign_in_as(client, make_posted(people[0].slot.office_id, "office_manager", name="mia"))
    return people


def find(client: Client, kind: str, what: str) -> Any:
    """Look for a source."""
    return client.post("/staff/desk/TST/many/find/", {"kind": kind, "what": what})


def picks(page: Any) -> list[str]:
    """Return whom a page shows, as its ticks send them."""
    return re.findall(r'name="pick" value="([^"]+)"', page.content.decode())


def cancel(client: Client, page: Any, *choice: str, **fields: object) -> Any:
    """Press the button with who stays ticked."""
    form = dict(re.findall(r'name="(source|shown)" value="([^"]*)"', page.content.decode()))
    form = {**form, "pick": list(choice), "why": "hoarding", **fields}
    return client.post("/staff/desk/TST/many/cancel/", form, follow=True)


@pytest.mark.parametrize(
    ("kind", "what", "count"),
    [
        ("phone", "(212) 555-0142", 3),
        ("email", "Hoarder@example.org", 4),
        ("network", HERE, 3),
        ("home", HERE, 4),
        ("site", NEXT_DOOR, 4),
        ("network", "203.0.113.7", 0),
    ],
)
def test_a_source_is_found_by_its_keyed_hashes(
    client: Client, hoard: list[Appointment], kind: str, what: str, count: int
) -> None:
    assert len(picks(find(client, kind, what))) == count


def test_a_source_is_found_by_an_appointment_that_has_it(
    client: Client, hoard: list[Appointment]
) -> None:
    assert len(picks(find(client, "network", str(hoard[2].confirmation_number)))) == 1
    page = find(client, "network", "everybody")
    assert (page.status_code, "no network address" in page.content.decode()) == (422, True)


def test_who_is_ticked_is_canceled_and_told_and_the_counts_add_up(
    client: Client, hoard: list[Appointment]
) -> None:
    page = find(client, "phone", PHONE)
    choice = picks(page)
    assert len(choice) == 3
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    actions.move(hoard[1], later.pk, now=NOW)  # by the client, meanwhile
    Dispatch.objects.all().delete()
    page = cancel(client, page, *choice[:2])
    words = page.content.decode()
    assert "People shown: 3. Canceled and told: 1." in words
    assert "Changed meanwhile, and left as they are: 1." in words
    states = [Appointment.objects.get(pk=row.pk).status for row in hoard]
    assert states == ["cancelled", "booked", "booked", "booked"]
    assert set(Dispatch.objects.values_list("record", "language")) == {(hoard[0].pk, "fr")}
    line = AuditEntry.objects.get(verb="cancel_many", record_type="office")
    counts = [line.facts[name] for name in ("found", "cancelled", "changed", "left_out")]
    assert counts == [3, 1, 1, 1]
    each = AuditEntry.objects.get(verb="cancel_many", record_type="appointment")
    assert (each.record, each.facts["reason"]) == (hoard[0].pk, "hoarding")
    assert PHONE not in str(line.facts)
    again = find(client, "phone", PHONE)
    assert len(picks(again)) == 2


def test_an_auditor_reads_why_where_and_whose_an_administrator_no_number(
    client: Client, hoard: list[Appointment]
) -> None:
    page = find(client, "phone", PHONE)
    cancel(client, page, picks(page)[0])
    auditor, number = Client(), references.for_people(str(hoard[0].confirmation_number))
    sign_in(auditor, "auditor", name="audrey")
    row = rf"Places are hoarded: nobody will use them.*?Appointment {number}.*?>TST<"
    text = auditor.get("/staff/audit/").content.decode()
    assert re.search(row, text, re.DOTALL)
    assert "Shown: 3. Canceled: 1. Changed meanwhile: 0. Left out: 2." in text
    assert "Office 0" not in text and "hoarding" not in text
    table = b"".join(auditor.get("/staff/audit/record.csv")).decode()  # type: ignore[call-overload]
    assert f"Appointment {number},TST,A phone number · Places are hoarded" in table
    sign_in(auditor, "administrator", name="adam")
    text = auditor.get("/staff/audit/").content.decode()
    assert f"{hoard[0].pk}</bdi>" in text and number not in text


def test_nothing_is_done_without_a_reason_or_a_tick(
    client: Client, hoard: list[Appointment]
) -> None:
    page = find(client, "phone", PHONE)
    choice = picks(page)
    assert "Another reason" not in page.content.decode()
    assert "or who had booked for them" in page.content.decode()
    assert cancel(client, page, choice[0], why="other").status_code == 422
    refusal = cancel(client, page, choice[0], why="")
    assert (refusal.status_code, refusal.content.decode().count(" checked")) == (422, 1)
    assert cancel(client, page).status_code == 422
    assert Appointment.objects.filter(cancelled_at=None).count() == len(hoard)


def test_a_form_reaches_no_further_than_its_source_and_its_office(
    client: Client, hoard: list[Appointment]
) -> None:
    page = find(client, "phone", PHONE)
    elsewhere = make_open_slot(office=make_office(code="ELS"), starts_at=NOW + timedelta(days=8))
    theirs = actions.book_slot(
        elsewhere.pk, make_details(9, phone=PHONE), networks=None, language="en", now=NOW
    ).appointment
    foreign = [f"{row.pk}-{row.slot_id}" for row in (hoard[3], theirs)]
    assert not set(picks(find(client, "phone", PHONE))) & set(foreign)
    cancel(client, page, *foreign)
    cancel(client, page, *picks(page), source="forged")
    assert Appointment.objects.filter(cancelled_at=None).count() == len(hoard) + 1
