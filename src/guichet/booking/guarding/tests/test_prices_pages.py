"""What the next place costs people whose network has claimed many: a little work, or a wait."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from guichet.booking.models import Appointment, Slot
from guichet.booking.rules import DOUBLES_EVERY, FREE_CLAIMS
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.journey import ADA, BASE, BOOK, DETAILS, MANAGE, MOVE, Now, hold, press
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.working import quick, solved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
__all__ = ["quick"]


def slot_number(number: int) -> Slot:
    return make_open_slot(starts_at=NOW + timedelta(days=20, minutes=number))


def crowd(number: int = FREE_CLAIMS) -> None:
    """Let so many visitors of the test client's network hold a place each."""
    for _ in range(number):
        hold(
            Client(),
            make_open_slot(starts_at=NOW + timedelta(days=5, minutes=Slot.objects.count())),
        )


def work_of(page: Any) -> str:
    """Do the work a page asks for."""
    (challenge,) = re.findall(r'challenge="([^"]*)"', page.content.decode())
    return solved(unescape(challenge))


def test_it_asks_a_crowded_network_for_a_proof_and_offers_to_wait(
    client: Client, slot: Slot
) -> None:
    crowd()
    page = hold(client, slot)
    words = text_of(page)
    assert page.status_code == 429
    assert "<altcha-widget" in words
    assert f"{BASE}slots/{slot.pk}/wait/" in words
    assert "nonce-" in page["Content-Security-Policy"].partition("style-src")[2]


def test_it_lets_somebody_wait_instead(client: Client, slot: Slot, now: Now) -> None:
    crowd()
    waiting = client.get(f"{BASE}slots/{slot.pk}/wait/", {"for_whom": "child"}, follow=True)
    assert waiting["Refresh"] == "31"
    here = waiting.redirect_chain[-1][0]
    (ticket,) = parse_qs(urlsplit(here).query)["ticket"]
    assert hold(client, slot, ticket=ticket).status_code == 429
    now.later(seconds=30)
    ready = client.get(here)
    assert "Refresh" not in ready
    assert 'name="ticket"' in text_of(ready)
    assert hold(client, slot, ticket=ticket).status_code == 302


def test_it_tells_a_long_wait_in_minutes(client: Client, slot: Slot, now: Now) -> None:
    crowd()
    for number in range(3 * DOUBLES_EVERY):
        page = hold(Client(), slot_number(number))
        answer = hold(Client(), slot_number(100 + number), altcha=work_of(page))
        assert answer.status_code == 302
    page = hold(client, slot)
    assert "The page goes on by itself in 4 minutes." in text_of(page)
    waiting = client.get(f"{BASE}slots/{slot.pk}/wait/", follow=True)
    assert waiting["Refresh"] == "241"
    assert "in 4 minutes" in text_of(waiting)
    here = waiting.redirect_chain[-1][0]
    now.later(minutes=4)
    assert "Keep this time for me" in text_of(client.get(here))


def test_it_takes_the_work_of_a_browser_once_and_for_a_place_it_gets(
    client: Client, slot: Slot
) -> None:
    crowd()
    work = work_of(hold(client, slot))
    full = slot_number(1)
    Slot.objects.filter(pk=full.pk).update(closed=True)
    assert hold(client, full, altcha=work).status_code == 409
    assert hold(client, slot, altcha=work).status_code == 302
    assert hold(Client(), slot_number(2), altcha=work).status_code == 429


@pytest.mark.parametrize("work", ["x", "e30=", "W10=", "9" * 9000, "eyJjaGFsbGVuZ2UiOjF9"])
def test_it_refuses_work_that_was_not_done(client: Client, slot: Slot, work: str) -> None:
    crowd()
    assert hold(client, slot, altcha=work, ticket=work).status_code == 429


def test_it_asks_for_no_proof_where_limits_are_off(
    client: Client, slot: Slot, settings: Settings
) -> None:
    settings.RATE_LIMITS = False
    crowd()
    assert hold(client, slot).status_code == 302


def test_a_change_of_mind_costs_little(client: Client, now: Now) -> None:
    for number in range(3 * FREE_CLAIMS):
        assert hold(client, slot_number(number)).status_code == 302
        now.later(seconds=20)


def test_taking_turns_with_places_costs_what_holding_them_costs(client: Client, now: Now) -> None:
    codes = set()
    for number in range(2 * FREE_CLAIMS):
        codes.add(hold(client, slot_number(number)).status_code)
        now.later(minutes=9)
    assert codes == {302, 429}


def test_a_family_of_eight_notices_nothing(client: Client) -> None:
    for number in range(8):
        hold(client, slot_number(number))
        name = f"Ada {chr(ord('a') + number)}"
        press(client, DETAILS, {**ADA, "name": name, "email": "family@example.org"})
        notice = client.post(BOOK, marks(client), follow=True)
        assert notice.status_code == 200
        assert "family@example.org" in text_of(notice)
    assert Appointment.objects.filter(state="booked").count() == 8


def marks(client: Client) -> dict[str, str]:
    from guichet.booking.tests.journey import REVIEW, marks_on

    return marks_on(client.get(REVIEW))


def test_what_was_typed_before_comes_along(client: Client, slot: Slot) -> None:
    crowd()
    page = hold(client, slot, **ADA)
    assert page.status_code == 429
    assert 'name="name" value="Ada Lovelace"' in text_of(page)
    assert "/wait/" not in text_of(page)  # an address must not have it: who waits presses a button
    form = client.post(f"{BASE}slots/{slot.pk}/hold/", {**ADA, "altcha": work_of(page)})
    assert 'value="Ada Lovelace"' in text_of(form)


def test_a_move_asks_for_work_as_well(client: Client, slot: Slot, now: Now) -> None:
    from guichet.booking.testing import make_booked

    booked = make_booked(slot_number(0))
    press(
        client, MANAGE, {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}
    )
    crowd()
    slot_later = slot_number(1)
    page = press(client, MOVE, {"slot": str(slot_later.pk)})
    assert page.status_code == 429
    fields = dict(re.findall(r'name="(slot|about|seen)" value="([^"]*)"', text_of(page)))
    answer = client.post(MOVE, {**fields, "altcha": work_of(page)}, follow=True)
    assert answer.status_code == 200
    assert Appointment.objects.get(pk=booked.appointment.pk).slot == slot_later


def test_the_language_can_be_changed_where_a_price_is_asked(client: Client, slot: Slot) -> None:
    crowd()
    page = text_of(hold(client, slot))
    (form,) = set(re.findall(r'<button form="(\w+)"[^>]*value="ar"', page))
    assert f'id="{form}"' in page
