"""One person in two spellings is one person, unless they say that they are two."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from guichet.booking.api.tests.calls import Program, refused
from guichet.booking.keys import identities, tokens
from guichet.booking.models import Appointment, LostCode, Slot
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BOOK,
    DETAILS,
    LOST,
    LOST_CODE,
    NOTICE,
    Now,
    book,
    hold,
    marks_on,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.kernel.models import Dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SAME = "JOSÉ MARÍA O'NEIL|josé maría o neil|José-María O’Neil|Ｊｏｓé María ONeil".split("|")
OTHERS = "Jose Maria Oneil|O’Neil María José|José María O Neíl|oneil jose maria".split("|")
JOSE = "José María O’Neil"


def later(days: int = 8) -> Slot:
    return make_open_slot(starts_at=NOW + timedelta(days=days))


@pytest.mark.parametrize("name", SAME)
def test_it_knows_a_name_that_is_written_the_same_way(name: str) -> None:
    Program().booked(make_open_slot(), name=JOSE)
    answer = Program().book(later(), name=name, somebody_else=True)
    assert refused(answer) == (409, "already_booked")
    assert "other_spelling" not in answer.json()


@pytest.mark.parametrize("name", OTHERS)
def test_it_knows_another_spelling_and_lets_somebody_else_go_on(name: str) -> None:
    Program().booked(make_open_slot(), name=JOSE)
    second = later()
    answer = Program().book(second, name=name)
    assert refused(answer) == (409, "already_booked")
    assert answer.json()["other_spelling"] is True
    Program().booked(second, name=name, somebody_else=True)
    again = Program().book(later(9), name=name, somebody_else=True)
    assert refused(again) == (409, "already_booked")
    assert "other_spelling" not in again.json()


def test_it_knows_nobody_by_another_phone_or_another_day_of_birth() -> None:
    Program().booked(make_open_slot(), name=JOSE)
    Program().booked(later(8), name="Jose Maria ONeil", phone="+12125550143")
    Program().booked(later(9), name="Jose Maria ONeil", date_of_birth="1985-05-18")


def test_it_counts_no_appointment_that_has_passed(now: Now) -> None:
    Program().booked(make_open_slot(), name=JOSE)
    now.later(days=8)
    Program().booked(later(16), name="ONEIL JOSE MARIA")


def test_it_lets_who_lost_a_notice_write_without_accents(client: Client, postbox: Postbox) -> None:
    book(Client(), make_open_slot(), name="Zoë Núñez", email="zoe@example.org")
    Dispatch.objects.all().delete()
    client.post(LOST, {**ADA, "name": "nunez zoe"})
    assert deliver_all() == 1
    assert postbox.mails[0]["To"] == "zoe@example.org"
    code = tokens.code_of(LostCode.objects.get())
    assert code in postbox.text()
    page = press(client, LOST_CODE, {"code": code}, follow=True)
    assert page.redirect_chain == [(f"{NOTICE}?found", 302)]
    assert "Zoë Núñez" in text_of(page)


def somebody_else(client: Client, page: Any) -> Any:
    """Press the button of the page that says there is an appointment already."""
    assert page.status_code == 409
    assert 'name="somebody_else"' in text_of(page)
    return client.post(BOOK, {**marks_on(page), "somebody_else": "yes"}, follow=True)


def test_it_lets_two_whom_only_folding_makes_one_both_book(client: Client) -> None:
    book(Client(), make_open_slot(), name="Dung Nguyen", email="dung@example.org")
    page = book(client, later(), name="Dũng Nguyễn", email="other@example.org")
    page = somebody_else(client, page)
    assert page.redirect_chain[-1] == (f"{NOTICE}?booked", 302)
    assert "Dũng Nguyễn" in text_of(page)


def test_it_offers_nothing_to_who_writes_the_same_name(client: Client) -> None:
    book(Client(), make_open_slot(), name="Dung Nguyen")
    page = book(client, later(), name="DUNG NGUYEN")
    assert page.status_code == 409
    assert "There is an appointment already" in text_of(page)
    assert "somebody_else" not in text_of(page)


def test_it_finds_each_of_two_by_their_own_spelling(client: Client, postbox: Postbox) -> None:
    book(Client(), make_open_slot(), name="Dung Nguyen", email="dung@example.org")
    other = Client()
    somebody_else(other, book(other, later(), name="Dũng Nguyễn", email="dzung@example.org"))
    for name, address in (("Dũng Nguyễn", "dzung@example.org"), ("DUNG", "")):
        postbox.mails.clear()
        Dispatch.objects.all().delete()
        Client().post(LOST, {**ADA, "name": name})
        deliver_all()
        assert [mail["To"] for mail in postbox.mails] == ([address] if address else [])


def test_it_opens_with_a_code_only_what_it_was_sent_for(client: Client, postbox: Postbox) -> None:
    first = make_booked(name="Dung", email="dung@example.org").appointment
    others = make_details(name="Dũng", email="other@example.org")
    slot = later()
    Program().booked(
        slot,
        name=others.name,
        phone=others.phone,
        email=others.email,
        somebody_else=True,
    )
    Dispatch.objects.all().delete()
    fields = {**ADA, "name": "Dúng", "phone": others.phone}
    born = {"day": "17", "month": "5", "year": "1985"}
    client.post(LOST, {**fields, **{f"date_of_birth_{part}": n for part, n in born.items()}})
    assert deliver_all() == 1
    assert postbox.mails[0]["To"] == "dung@example.org"
    Appointment.objects.filter(pk=first.pk).update(state="ended")
    page = press(client, LOST_CODE, {"code": tokens.code_of(LostCode.objects.get())})
    assert page.status_code == 422


def as_before() -> None:
    """Make every booking one of the time before letters and words were derived."""
    Appointment.objects.update(letters=None, words=None, apart=b"")


def test_it_finds_bookings_of_before_by_both_forms_while_they_are_derived() -> None:
    Program().booked(make_open_slot(), name=JOSE)
    as_before()
    assert refused(Program().book(later(), name=JOSE.upper())) == (409, "already_booked")
    assert identities.derive_again(now=NOW) == 1
    assert identities.derive_again(now=NOW) == 0
    answer = Program().book(later(9), name="Jose Maria Oneil")
    assert refused(answer) == (409, "already_booked")
    assert answer.json()["other_spelling"] is True


def test_it_keeps_bookings_of_before_that_become_one_person() -> None:
    names = ("José Gil", "Jose Gil", "GIL, José")
    for day, name in enumerate(names, start=7):
        answer = Program().book(later(day), name=name, somebody_else=True)
        assert answer.status_code == 201
    as_before()
    assert [identities.derive_again(now=NOW, most=2) for _ in range(3)] == [2, 1, 0]
    assert Appointment.objects.filter(state="booked").exclude(letters=None).count() == 3
    fourth = later(20)
    for name in (*names, "gil josé"):
        assert refused(Program().book(fourth, name=name)) == (409, "already_booked")


def test_it_lets_go_of_a_booking_of_before_that_has_passed() -> None:
    Program().booked(make_open_slot(), name=JOSE)
    as_before()
    identities.derive_again(now=NOW + timedelta(days=8))
    assert Appointment.objects.get().identity is None


def test_it_keeps_the_page_of_details_as_typed(client: Client) -> None:
    hold(client, make_open_slot())
    press(client, DETAILS, {**ADA, "name": "Rajan A/L Muthu"})
    assert "Rajan A/L Muthu" in text_of(client.get(DETAILS))


@override_settings(WORKING_KEY="another key of fifty characters or more, I should say")
def rebooked_under_another_key(*, derived: bool, name: str = JOSE) -> tuple[int, str | None]:
    """Return what somebody is answered who books again after the key was changed."""
    if derived:
        call_command("derive_identities")
    answer = Program().book(later(10), name=name)
    return answer.status_code, answer.json().get("code")


def test_it_knows_people_again_under_a_new_key() -> None:
    Program().booked(make_open_slot(), name=JOSE)
    Program().booked(later(), name="Jose Maria ONeil", somebody_else=True)
    with transaction.atomic():
        assert rebooked_under_another_key(derived=False) == (201, None)
        transaction.set_rollback(True)
    for name in (JOSE, "Jose Maria ONeil", "oneil jose maria"):
        assert rebooked_under_another_key(derived=True, name=name) == (409, "already_booked")
        Slot.objects.filter(starts_at=NOW + timedelta(days=10)).delete()


def test_it_derives_nothing_for_a_day_that_has_passed(now: Now) -> None:
    Program().booked(make_open_slot(), name=JOSE)
    now.later(days=8)
    call_command("derive_identities")
    assert Appointment.objects.get().identity is None
