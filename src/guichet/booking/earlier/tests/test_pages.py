"""The list as clients walk it: ask, the link, other days, the offer and each way it can end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import actions, rules
from guichet.booking.earlier import actions as earlier
from guichet.booking.earlier import telling, upkeep
from guichet.booking.earlier.tests.waiting import make_entry, offer_to
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Entry, Offer, ReleaseWish, Slot
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.booking.tests.journey import ADA, BASE, MANAGE, Now, marks_on, press
from guichet.booking.tests.pages import TIMES, make_serving_office, text_of
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.work import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

ASK, EARLIER = TIMES + "earlier/", BASE + "earlier/"
DAYS: dict[str, Any] = {"weekdays": ["1", "2", "3", "4", "5"], "lead": "3"}


def full_slot(days: int, *, number: int) -> tuple[Slot, Appointment]:
    """Return a slot with one place, and who has it."""
    slot = make_open_slot(starts_at=NOW + timedelta(days=days))
    return slot, make_booked(slot, number=number).appointment


def entry_page(entry: Entry) -> str:
    return f"{EARLIER}{tokens.entry_token(entry.pk)}/"


def offer_page(offer: Offer) -> str:
    return f"{BASE}offers/{tokens.offer_token(offer.pk)}/"


def offered(*, own: bool = False) -> Offer:
    """Return what is offered to somebody, who has a later appointment or none."""
    slot, holder = full_slot(7, number=9)
    if own:
        make_booked(make_open_slot(starts_at=NOW + timedelta(days=14)), number=1)
    entry = make_entry(slot, number=1)
    actions.cancel(holder, now=NOW)
    offer = offer_to(entry)
    assert offer
    return offer


def answer(client: Client, offer: Offer, deed: str) -> Any:
    """Open the page of an offer and press a button."""
    page = client.get(offer_page(offer))
    return client.post(offer_page(offer), {**marks_on(page), "deed": deed}, follow=True)


def test_who_finds_nothing_asks_and_gets_a_link_by_mail(client: Client, postbox: Postbox) -> None:
    make_serving_office()
    full_slot(7, number=9)
    assert ASK in text_of(client.get(TIMES))

    page = client.post(ASK, {**ADA, **DAYS, "email": "ada@example.org"}, follow=True)

    assert "We are sending you a link" in text_of(page)
    assert deliver_all() == 1
    entry = Entry.objects.get()
    assert entry_page(entry) in postbox.text()
    assert "You are on the list" in text_of(client.get(entry_page(entry)))
    again = client.post(ASK, {**ADA, **DAYS, "email": "ada@example.org"}, follow=True)
    assert text_of(again) == text_of(page)  # who asks learns nothing of who is on the list
    assert Entry.objects.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    make_serving_office()
    page = client.post(ASK, {**ADA, "email": "not an address", "lead": "3"})

    assert page.status_code == 422
    assert 'value="Ada Lovelace"' in text_of(page)
    assert not Entry.objects.exists()


def test_an_earlier_time_is_asked_for_on_the_page_of_an_appointment(client: Client) -> None:
    booked = make_booked(number=1, email="ada@example.org")
    make_open_slot(starts_at=NOW + timedelta(days=2))
    keys = {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}
    notice = press(client, MANAGE, keys, follow=True)
    assert EARLIER in text_of(notice)

    page = press(client, EARLIER, DAYS, follow=True)

    assert "You are on the list" in text_of(page)
    entry = Entry.objects.get()
    assert entry.last_on == booked.appointment.slot.local_day
    assert page.redirect_chain[-1][0] == entry_page(entry)


def test_days_are_changed_the_list_is_left_and_left_again(client: Client) -> None:
    entry = make_entry(make_open_slot(), number=1)
    here = entry_page(entry)
    marks = marks_on(client.get(here))

    page = client.post(
        here, {**marks, "deed": "change", "weekdays": ["2"], "lead": "24"}, follow=True
    )

    assert "The days are changed" in text_of(page)
    assert set(entry.days.values_list("day__iso_week_day", flat=True)) == {2}
    nothing = client.post(here, {**marks, "deed": "change", "lead": "24"})
    assert nothing.status_code == 422
    asks = client.get(f"{here}leave/")
    assert all(
        words in text_of(asks) for words in ("You lose your place in line", f'href="{here}"')
    )
    assert "You are on the list" in text_of(client.get(here)), "a link does nothing"
    marks = marks_on(asks)
    for _ in range(2):
        assert "You have left the list" in text_of(
            client.post(here, {**marks, "deed": "leave"}, follow=True)
        )
    assert client.get(f"{here}leave/")["Location"] == here
    changed = client.post(here, {**marks, "deed": "change", **DAYS})
    assert (changed.status_code, "no longer on the list" in text_of(changed)) == (409, True)


def test_an_offer_comes_by_mail_and_opening_it_changes_nothing(
    client: Client, postbox: Postbox
) -> None:
    offer = offered(own=True)
    telling.tell_offers(now=NOW)
    deliver_all()
    bodies = [str(mail.get_body(("plain",)).get_content()) for mail in postbox.mails]
    assert any(offer_page(offer) in body for body in bodies)

    page = client.get(offer_page(offer))

    assert "your appointment moves here" in text_of(page)
    assert Offer.objects.get().state == "open"
    assert client.post(offer_page(offer), {"deed": "accept"}).status_code == 200  # no mark
    assert Offer.objects.get().state == "open"


@pytest.mark.parametrize(("own", "words"), [(True, "was moved"), (False, "is booked")])
def test_a_yes_leads_to_the_notice(client: Client, own: bool, words: str) -> None:
    offer = offered(own=own)

    page = answer(client, offer, "accept")

    assert f"Your appointment {words}" in text_of(page)
    assert Appointment.objects.get(state="booked").slot == offer.slot
    assert "You have said yes to this time already" in text_of(client.get(offer_page(offer)))


def test_a_no_keeps_the_place_in_line_and_is_said_again_in_a_second_window(client: Client) -> None:
    offer = offered()
    marks = marks_on(client.get(offer_page(offer)))
    assert "You keep your place in line" in text_of(answer(client, offer, "decline"))

    second = client.post(offer_page(offer), {**marks, "deed": "accept"})

    assert second.status_code == 409
    assert "You have said no to this time" in text_of(second)


def test_each_late_answer_has_its_sentence(client: Client, now: Now) -> None:
    offer = offered(own=True)
    marks = marks_on(client.get(offer_page(offer)))
    own = Appointment.objects.get(state="booked")
    nearer = make_open_slot(starts_at=NOW + timedelta(days=5))
    actions.move(own, nearer.pk, now=NOW)
    page = client.post(offer_page(offer), {**marks, "deed": "accept"})
    assert "no later than this time" in text_of(page)

    now.later(hours=2)
    page = client.post(offer_page(offer), {**marks, "deed": "accept"})
    assert (page.status_code, "The time to answer is over" in text_of(page)) == (409, True)
    assert "This link is not right" in text_of(client.get(f"{BASE}offers/1-abc/"))


def test_who_did_not_answer_says_that_they_still_want_it(client: Client) -> None:
    entry = make_entry(make_open_slot(), number=1)
    Entry.objects.update(state="asked", lapses=2)
    entry.days.all().delete()
    page = client.get(entry_page(entry))

    page = client.post(entry_page(entry), {**marks_on(page), "deed": "still"}, follow=True)

    assert "When there is a time for you" in text_of(page)
    assert entry.days.exists()


def test_one_message_a_day_but_a_change_by_the_office_is_no_such_message() -> None:
    slot, holder = full_slot(7, number=9)
    entry = make_entry(slot, number=1)
    person = make_details(1).keys.identity
    outbox.enqueue("reminder_7_days", 1, key="r", language="en", now=NOW, contact=person)

    actions.cancel(holder, now=NOW)
    assert offer_to(entry) is None

    Dispatch.objects.filter(key="r").update(contact=None)  # as a closure's
    again = make_booked(make_open_slot(starts_at=NOW + timedelta(days=6)), number=8)
    actions.cancel(again.appointment, now=NOW)
    assert offer_to(entry)


def test_a_phone_of_many_has_no_end_of_entries(settings: Any) -> None:
    settings.RATE_LIMITS = True
    slot, phone = make_open_slot(), "+12125550100"
    most = rules.live_for(make_details(phone=phone).contacts.phone)
    for number in range(most):
        make_entry(slot, number=number, phone=phone)

    with pytest.raises(Obstacle, match="too_many_entries"):
        make_entry(slot, number=most, phone=phone)


def test_a_wish_that_comes_to_nothing_is_told_before_it_is_erased(postbox: Postbox) -> None:
    slot = make_open_slot()
    Slot.objects.update(taken=1)
    place = {"office": slot.office_id, "service": slot.service_id}
    actions.wish(**place, email="ada@example.org", language="en", now=NOW)

    assert upkeep.end_wishes(now=NOW + timedelta(days=27)) == 0
    assert upkeep.end_wishes(now=NOW + timedelta(days=29)) == 1
    assert deliver_all(now=NOW + timedelta(days=29)) == 1
    assert "No time became free" in postbox.subjects()[0]
    assert ReleaseWish.objects.get().told_at


def test_what_is_over_is_ended_and_what_ended_is_erased() -> None:
    entry = make_entry(make_open_slot(), number=1)

    assert upkeep.purge(now=NOW + timedelta(days=62)) == 0
    entry.refresh_from_db()
    assert (entry.state, entry.identity, entry.client, entry.days.count()) == ("over", None, {}, 0)
    assert upkeep.purge(now=NOW + timedelta(days=93)) == 1


def test_a_new_key_finds_them_again(settings: Any) -> None:
    entry = make_entry(make_open_slot(), number=1)
    settings.WORKING_KEY = "k" * 40

    assert upkeep.derive_anew(now=NOW) == 1

    entry.refresh_from_db()
    assert bytes(entry.identity or b"") == make_details(1).keys.identity
    assert earlier.details_of(entry).name == make_details(1).name
