"""Nobody floods a mailbox: an address nobody confirmed gets a few confirmations a day."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import actions, rules
from guichet.booking.models import Appointment, ReleaseWish
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import ADA, BOOK, DETAILS, Now, hold, press
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import Postbox, deliver_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
MAIL = "victim@example.org"
MOST = rules.LIVE_FOR_A_CONTACT


def book(number: int, now: Any = NOW) -> Appointment:
    slot = make_open_slot(starts_at=NOW + timedelta(days=5, minutes=number))
    return make_booked(slot, number=number, email=MAIL, now=now).appointment


def link_in(postbox: Postbox) -> str:
    """Return the path of the page that confirms the address of the last mail."""
    body = postbox.mails[-1].get_body(("plain",))
    assert body
    (path,) = re.findall(r"https?://[^/]+(/en/appointments/address/\S+)", str(body.get_content()))
    return path


def test_it_sends_no_more_a_day_than_the_soft_limit(postbox: Postbox, now: Now) -> None:
    for number in range(MOST - 2):
        book(number)
        deliver_all()
        actions.move(
            Appointment.objects.latest("pk"),
            make_open_slot(starts_at=NOW + timedelta(days=6, minutes=number)).pk,
            now=NOW,
        )
    deliver_all()
    assert len(postbox.mails) == MOST
    now.later(hours=25)
    make_booked(
        make_open_slot(starts_at=NOW + timedelta(days=8)),
        number=99,
        email="Victim+more@example.org",
        now=now(),
    )
    deliver_all(now=now())
    assert "+more" in str(postbox.mails[-1]["To"]).lower()


def test_the_page_says_that_nothing_is_sent(client: Client, postbox: Postbox) -> None:
    for number in range(MOST):
        appointment = book(number)
        actions.cancel(appointment, now=NOW)
    hold(client, make_open_slot())
    press(client, DETAILS, {**ADA, "email": MAIL})
    notice = text_of(client.get(press(client, BOOK)["Location"]))
    assert "We do not send it to" in notice
    assert "We are sending it" not in notice


def test_what_the_office_changes_always_goes_out(postbox: Postbox) -> None:
    appointments = [book(number) for number in range(MOST)]
    deliver_all()
    postbox.mails.clear()
    for appointment in appointments:
        actions.cancel(appointment, now=NOW + timedelta(minutes=1), actor="staff:desk")
    deliver_all(now=NOW + timedelta(minutes=1))
    assert len(postbox.mails) == MOST


def test_following_the_link_confirms_nothing_and_the_button_does(
    client: Client, postbox: Postbox
) -> None:
    book(0)
    deliver_all()
    path = link_in(postbox)
    for _ in range(3):  # a scanner of mail
        page = client.get(path)
        assert client.head(path).status_code == 200
    assert "Yes, this is my address" in text_of(page)
    assert not Appointment.objects.exclude(address_confirmed_at=None).exists()
    answer = client.post(path, follow=True)
    assert "Your e-mail address is confirmed" in text_of(answer)
    for minute in range(MOST + 4):
        slot = make_open_slot(starts_at=NOW + timedelta(days=6, minutes=minute))
        actions.move(
            Appointment.objects.get(state="booked"), slot.pk, now=NOW + timedelta(minutes=minute)
        )
        deliver_all(now=NOW + timedelta(minutes=minute))
    assert len(postbox.mails) == MOST + 5
    body = postbox.mails[-1].get_body(("plain",))
    assert body
    assert "/address/" not in str(body.get_content())


@pytest.mark.parametrize("token", ["1-x", "x", "1-" + "0" * 32, "9" * 30 + "-a"])
def test_a_forged_link_leads_nowhere(client: Client, token: str) -> None:
    book(0)
    path = f"/en/appointments/address/{token}/"
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert not Appointment.objects.exclude(address_confirmed_at=None).exists()


def test_who_booked_before_addresses_were_counted_is_still_told(postbox: Postbox) -> None:
    appointment = book(0)
    Appointment.objects.update(by_mailbox=None, by_phone=None)
    deliver_all()
    appointment.refresh_from_db()
    actions.cancel(appointment, now=NOW + timedelta(minutes=1))
    deliver_all(now=NOW + timedelta(minutes=1))
    assert len(postbox.mails) == 2


def test_wishes_for_every_office_come_a_few_a_day(postbox: Postbox) -> None:
    from guichet.booking import upkeep
    from guichet.offices.testing import make_office, make_service

    service = make_service()
    for number in range(MOST + 3):
        office = make_office(code=f"O{number:02d}")
        make_open_slot(office=office, service=service)
        actions.wish(office=office.pk, service=service.pk, email=MAIL, language="en", now=NOW)
    ReleaseWish.objects.update(waits_for_new=False)
    assert upkeep.tell_wishes(now=NOW) == MOST
    assert upkeep.tell_wishes(now=NOW + timedelta(hours=1)) == 0
    assert upkeep.tell_wishes(now=NOW + timedelta(hours=25)) == 3  # nobody is forgotten
