"""A visit ends for every copy of it: by its person, by a PIN that replaced its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import upkeep
from guichet.booking.actions import BookedAppointment
from guichet.booking.api.tests.calls import Program
from guichet.booking.clients import coming_back
from guichet.booking.keys import tokens
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import (
    BOOK,
    DETAILS,
    MANAGE,
    NOTICE,
    REVIEW,
    Now,
    book,
)
from guichet.kernel import clock
from guichet.kernel.models import EndedVisit

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    moving = Now()
    monkeypatch.setattr(clock, "now", moving)
    return moving


def signed_in(booked: BookedAppointment, pin: str = "") -> Client:
    """Return a browser that number and PIN have opened the notice in."""
    browser = Client()
    number = str(booked.appointment.confirmation_number)
    page = browser.post(MANAGE, {"number": number, "pin": pin or booked.pin}, follow=True)
    assert is_open(page), page.request["PATH_INFO"]
    return browser


def copy_of(browser: Client) -> Client:
    """Return the browser of somebody who copied every cookie of another."""
    copy = Client()
    copy.cookies.load({name: cookie.value for name, cookie in browser.cookies.items()})
    return copy


def is_open(page: Any) -> bool:
    return "Ada a" in page.content.decode()


def test_finishing_ends_the_visit_for_every_copy_and_no_other_visit() -> None:
    booked = make_booked()
    library, home = signed_in(booked), signed_in(booked)
    copy = copy_of(library)
    assert is_open(copy.get(NOTICE))
    library.post("/en/finish/", headers=OURS)
    assert not is_open(copy.get(NOTICE, follow=True))
    assert copy.get("/en/appointments/notice.pdf").status_code != 200
    assert is_open(home.get(NOTICE))
    again = copy.post(
        MANAGE,
        {"number": str(booked.appointment.confirmation_number), "pin": booked.pin},
        follow=True,
    )
    assert is_open(again)  # number and PIN open it there too, under a name of its own


def test_finishing_ends_what_was_opened_before_in_the_same_visit() -> None:
    first, second = (
        make_booked(),
        make_booked(make_open_slot(starts_at=NOW + timedelta(days=8)), number=1),
    )
    browser = signed_in(first)
    early = copy_of(browser)
    number = str(second.appointment.confirmation_number)
    browser.post(MANAGE, {"number": number, "pin": second.pin})
    browser.post("/en/finish/", headers=OURS)
    assert not is_open(early.get(NOTICE, follow=True))


def test_finishing_right_after_booking_leaves_nothing_to_a_copy() -> None:
    browser = Client()
    book(browser, make_open_slot())
    copy = copy_of(browser)
    browser.post("/en/finish/", headers=OURS)
    for path in (NOTICE, REVIEW, DETAILS):
        assert "Ada" not in copy.get(path, follow=True).content.decode()
    assert "Ada" not in copy.post(BOOK, follow=True).content.decode()


def test_the_first_use_of_a_fresh_pin_ends_the_visits_before_it_and_asking_none(now: Now) -> None:
    booked = make_booked()
    thief = signed_in(booked)
    fresh = coming_back.fresh_pin(booked.appointment, now=now.at, actor="client")
    assert is_open(thief.get(NOTICE))
    owner = signed_in(booked, tokens.pin_of(fresh))
    assert is_open(owner.get(NOTICE))
    assert not is_open(thief.get(NOTICE, follow=True))


def test_a_program_that_uses_the_fresh_pin_ends_them_too(now: Now) -> None:
    booked = make_booked()
    thief = signed_in(booked)
    fresh = coming_back.fresh_pin(booked.appointment, now=now.at, actor="client")
    number = str(booked.appointment.confirmation_number)
    answer = Program().get(f"appointments/{number}", basic=(number, tokens.pin_of(fresh)))
    assert answer.status_code == 200
    assert not is_open(thief.get(NOTICE, follow=True))


def test_what_was_ended_is_forgotten_when_no_note_is_young_enough(now: Now) -> None:
    browser = signed_in(make_booked())
    browser.post("/en/finish/", headers=OURS)
    assert EndedVisit.objects.count() == 1
    now.later(hours=3)
    assert upkeep.purge_soon(now=now.at)["visits"] == 0
    now.later(hours=1, seconds=1)
    assert upkeep.purge_soon(now=now.at)["visits"] == 1


def test_who_has_nothing_open_leaves_no_row() -> None:
    browser = Client()
    browser.cookies["guichet_notice"] = "forged"
    browser.post("/en/finish/", headers=OURS)
    assert not EndedVisit.objects.exists()
