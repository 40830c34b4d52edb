"""Keep a place: once a visit, for a while, and for people before programs."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW, make_hold, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BASE,
    BOOK,
    DETAILS,
    EXTEND,
    GIVE_UP,
    Now,
    hold,
    only,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.web import visits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_it_keeps_a_place_and_says_until_when(client: Client, slot: Slot) -> None:
    answer = hold(client, slot)
    assert (answer.status_code, answer["Location"]) == (302, DETAILS)
    page = client.get(DETAILS)
    assert page.status_code == 200
    assert "kept for you until 10:10 AM on the clock of the office" in text_of(page).replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    assert "no-store" in page["Cache-Control"]
    assert only().state == "held"


def test_it_answers_a_double_click_with_the_same_hold(client: Client, slot: Slot) -> None:
    hold(client, slot)
    hold(client, slot)
    assert Appointment.objects.filter(state="held").count() == 1


def test_it_holds_one_place_a_visitor(client: Client, slot: Slot) -> None:
    other = make_open_slot(starts_at=NOW + timedelta(days=8))
    hold(client, slot)
    hold(client, other)
    assert [claim.slot for claim in Appointment.objects.filter(state="held")] == [other]


def test_it_marks_the_visit_only_once_a_place_is_held(client: Client, slot: Slot) -> None:
    client.get(DETAILS)
    assert visits.VISIT not in client.cookies
    hold(client, slot)
    assert client.cookies[visits.VISIT]["httponly"]


def test_it_says_just_taken_with_the_nearest_times(client: Client) -> None:
    full = make_open_slot()
    make_hold(full)
    near = make_open_slot(starts_at=NOW + timedelta(days=7, hours=1))
    answer = hold(client, full)
    assert answer.status_code == 409
    assert f"/slots/{near.pk}/hold/" in text_of(answer)
    assert visits.VISIT not in client.cookies


@pytest.mark.parametrize("slot_id", ["0", "999999999", "9" * 30])
def test_it_knows_nothing_of_a_forged_slot(client: Client, slot: Slot, slot_id: str) -> None:
    assert client.post(f"{BASE}slots/{slot_id}/hold/").status_code == 404


def test_it_does_not_hold_before_the_release(client: Client) -> None:
    assert hold(client, make_open_slot(opens_at=NOW + timedelta(minutes=1))).status_code == 404


def test_it_does_nothing_on_get(client: Client, slot: Slot) -> None:
    assert client.get(f"{BASE}slots/{slot.pk}/hold/").status_code == 302
    for page in (BOOK, EXTEND):
        assert client.get(page).status_code == 302
    assert client.get(GIVE_UP).status_code == 405
    assert Appointment.objects.count() == 0


def test_it_does_not_hold_for_a_change_of_language(client: Client, slot: Slot) -> None:
    answer = client.post(f"/ar/appointments/slots/{slot.pk}/hold/", {"language": "ar"})
    assert answer["Location"].startswith("/ar/appointments/offices/TST/case_question/")
    assert Appointment.objects.count() == 0


def test_it_keeps_the_answers_of_the_checklist(client: Client, slot: Slot) -> None:
    hold(client, slot, for_whom="child", nonsense="x")
    assert only().answers == {"for_whom": ["child"]}


def test_it_gives_more_time_once_and_loses_nothing(client: Client, slot: Slot, now: Now) -> None:
    hold(client, slot)
    before = only().until_at
    now.later(minutes=5)
    page = press(client, EXTEND, {**ADA, "phone": "12"})
    assert page.status_code == 200
    assert 'value="Ada Lovelace"' in text_of(page)
    assert 'role="alert"' not in text_of(page)
    assert "I need more time" not in text_of(page)
    longer = only().until_at
    assert before and longer == before + timedelta(minutes=10)
    press(client, EXTEND, ADA)
    assert only().until_at == longer


def test_it_gives_the_place_back(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, ADA)
    times = f"{BASE}offices/TST/case_question/?day={slot.local_day}"  # the day one came from
    answer = press(client, GIVE_UP, follow=True)
    assert answer.redirect_chain[-1][0] == f"{times}&given_back"
    sentence = "Nothing is booked. The time that was kept for you is free again."
    assert sentence in text_of(answer)
    assert f"slots/{slot.pk}/hold/" in text_of(answer)
    assert sentence not in text_of(client.get(times))
    assert only().name == ""
    slot.refresh_from_db()
    assert slot.taken == 0


def test_it_wants_the_token_of_a_form(slot: Slot) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert hold(strict, slot).status_code == 403
    assert Appointment.objects.count() == 0
