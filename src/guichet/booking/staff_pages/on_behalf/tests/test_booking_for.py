"""A receptionist books for somebody on the telephone, and for a family at the counter."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import places, upkeep
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import ADA, Now
from guichet.kernel import clock, references
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.offices.testing import make_hours, make_office
from guichet.post.tests.reading import by_pdfium
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=9)
BOX = 'name="date_of_birth_partly"'
SOMEBODY = {**ADA, "speaks": "ar", "email": "ada@example.org"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """The time of day, which the test may let pass."""
    moment = Now()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def slot() -> Slot:
    """A time with one place of the public and one of the staff."""
    slot = make_open_slot(capacity=2, room=1)
    make_hours(slot.office, slot.service, desks=2)
    return slot


def come(client: Client, slot: Slot, role: str = "receptionist") -> str:
    """Sign in as somebody of the office; return where they book."""
    sign_in_as(client, make_posted(slot.office_id, role))
    return f"/staff/desk/{slot.office_id}/book/"


def keep(client: Client, time: Slot, **fields: object) -> Any:
    """Press the button of a time, and read the page that comes."""
    path = f"/staff/desk/{time.office_id}/book/hold/"
    form = {"service": time.service_id, "slot": time.pk, **fields}
    return client.post(path, form, follow=True)


def path_of(page: Any) -> str:
    """Return the address of the page that the presses led to."""
    return str(page.request["PATH_INFO"])


def say_who(client: Client, page: Any, **changes: str) -> Any:
    """Fill in the form of a person, and go on."""
    return client.post(path_of(page), {**SOMEBODY, **changes}, follow=True)


def book(client: Client, page: Any, **fields: object) -> Any:
    """Press the button of the review with what it carries."""
    mark = re.search(r'name="seen" value="([^"]*)"', page.content.decode())
    assert mark, page.content.decode()
    return client.post(path_of(page), {"seen": mark[1], **fields}, follow=True)


def words_of(page: Any) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_receptionist_books_by_telephone(client: Client, slot: Slot) -> None:
    page = client.get(come(client, slot), {"service": slot.service_id})
    assert "2 free, 1 ours" in words_of(page)
    page = keep(client, slot)
    assert "Who comes?" in words_of(page)
    page = say_who(client, page, date_of_birth_year="")
    assert (page.status_code, "Ada Lovelace" in page.content.decode()) == (422, True)
    page = say_who(client, page, interpreter="am")
    assert "Amharic · አማርኛ" in words_of(page)
    page = book(client, page)
    appointment = Appointment.objects.get()
    assert (appointment.status, appointment.place, appointment.language) == ("booked", 2, "ar")
    assert f'data-booked="{appointment.confirmation_number}"' in page.content.decode()
    assert Dispatch.objects.get().language == "ar"
    notice = client.get(f"{path_of(page)}notices/")
    assert "Ada Lovelace" in by_pdfium(notice.content)
    verbs = (
        AuditEntry.objects.filter(record=appointment.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["book", "seen", "print_notice"]


def test_a_family_is_booked_in_one_step_and_printed_as_one_set(client: Client, slot: Slot) -> None:
    come(client, slot)
    page = say_who(client, keep(client, slot, people=2))
    assert "Person 2 of 2" in words_of(page)
    assert 'value="ada@example.org"' in page.content.decode()
    page = book(client, say_who(client, page, name="Byron Lovelace", speaks="fr"))
    assert len(set(re.findall(r'data-booked="(\w+)"', page.content.decode()))) == 2
    text = by_pdfium(client.get(f"{path_of(page)}notices/").content)
    assert "Ada Lovelace" in text and "Byron Lovelace" in text


def test_it_says_where_a_notice_comes_in_english_though_they_read_another_language(
    client: Client, slot: Slot
) -> None:
    come(client, slot)
    page = keep(client, slot)
    assert "German · Deutsch: notice and messages in English" in words_of(page)
    assert "Arabic · العربية: notice" not in words_of(page)
    page = say_who(client, page, speaks="de")
    assert "German · Deutsch: notice and messages in English" in words_of(page)
    page = book(client, page)
    assert "German · Deutsch: notice and messages in English" in words_of(page)


def test_what_was_booked_is_shown_for_a_while_to_who_booked_it(
    client: Client, slot: Slot, now: Now
) -> None:
    come(client, slot)
    path = path_of(book(client, say_who(client, keep(client, slot))))
    for old_button in ("", "drop/", "again/", "longer/"):
        assert "Booked" in words_of(client.post(f"{path}{old_button}", follow=True))
    come(client, slot)
    assert client.get(path)["Location"] == f"/staff/desk/{slot.office_id}/"
    assert client.get(f"{path}notices/")["Location"] == f"/staff/desk/{slot.office_id}/"


def test_time_that_is_up_loses_nothing(client: Client, slot: Slot, now: Now) -> None:
    come(client, slot)
    page = say_who(client, keep(client, slot))
    now.later(minutes=11)
    page = book(client, page)
    assert (page.status_code, "The time is up" in words_of(page)) == (409, True)
    page = client.post(f"{path_of(page)}again/", follow=True)
    assert "Ada Lovelace" in words_of(page)
    assert "Booked" in words_of(book(client, page))


def test_a_place_that_is_taken_meanwhile_or_of_another_office_is_refused(
    client: Client, slot: Slot
) -> None:
    come(client, slot)
    make_booked(slot, number=1)
    keep(client, slot)
    page = keep(client, slot)
    assert (page.status_code, "just been taken" in words_of(page)) == (409, True)
    for number in ("x", 10**9):
        assert keep(client, slot, slot=number).status_code == 409
    mine = path_of(keep(client, slot, people=1)).rpartition("hold/")[0]
    assert client.get(f"{mine}1-{'0' * 32}/").status_code == 404


def test_another_appointment_of_theirs_is_asked_about(client: Client, slot: Slot) -> None:
    come(client, slot)
    other = make_open_slot(starts_at=NOW + timedelta(days=9))
    book(client, say_who(client, keep(client, other)))
    page = say_who(client, keep(client, slot), name="Ada Lóvelace")
    page = book(client, page)
    assert (page.status_code, "already" in words_of(page)) == (409, True)
    assert 'name="somebody_else" value="1"' in page.content.decode()
    assert "Booked" in words_of(book(client, page, somebody_else="1"))


def test_who_has_an_appointment_is_led_to_it_or_to_its_office(client: Client, slot: Slot) -> None:
    come(client, slot)
    here = book(client, say_who(client, keep(client, slot)))
    number = re.findall(r'data-booked="(\w+)"', here.content.decode())[0]
    page = book(client, say_who(client, keep(client, make_open_slot(starts_at=LATER))))
    theirs = Appointment.objects.get(confirmation_number=number)
    assert f"({references.for_people(number)})" in words_of(page)
    main = page.content.decode().partition("<h1")[2].partition("</main>")[0]
    assert re.findall(r'<(?:a|button) class="button"[^>]*>([^<]*)', main) == ["Offer another time"]
    assert f"/expected/{theirs.pk}/times/" in page.content.decode()
    assert AuditEntry.objects.filter(verb="seen", record=theirs.pk, facts__page="desk").exists()

    elsewhere = make_open_slot(office=make_office(code="ELS"), starts_at=LATER)
    make_hours(elsewhere.office, elsewhere.service, desks=2)
    come(client, elsewhere)
    page = book(client, say_who(client, keep(client, elsewhere)))
    assert "It is at another office: Test Field Office" in words_of(page)
    assert number not in page.content.decode() and "/times/" not in page.content.decode()


def test_a_person_is_asked_about_in_words_for_whoever_types(client: Client, slot: Slot) -> None:
    come(client, slot)
    page = keep(client, slot)
    assert "This place is kept until" in words_of(page)
    assert BOX not in page.content.decode()
    for unknown in ({}, {"date_of_birth_year": "1980"}):
        page = client.post(path_of(page), unknown, follow=True)
        assert "their document does not show all of them" in words_of(page)
        assert BOX in page.content.decode() and "My document" not in page.content.decode()
    options = re.findall(r">([^<]+)</option>", page.content.decode())
    assert {"Arabic · العربية", "Georgian · ქართული", "English"} <= set(options)
    pairs = [text for text in options if " · " in text]
    assert pairs.index("Arabic · العربية") < pairs.index("Korean · 한국어")


def test_a_party_keeps_what_was_typed_for_an_hour_after_its_time(
    client: Client, slot: Slot, now: Now
) -> None:
    Slot.objects.filter(pk=slot.pk).update(capacity=6, room=0)
    come(client, slot)
    page = say_who(client, keep(client, slot, people=6))
    now.later(minutes=61)
    places.end_due_claims(slot.pk, now=now.at)
    upkeep.purge_soon(now=now.at)
    come(client, slot)
    path = path_of(page).rpartition("2/")[0]
    page = client.post(f"{path}again/", follow=True)
    assert "Person 2 of 6" in words_of(page)
    now.later(minutes=121)
    places.end_due_claims(slot.pk, now=now.at)
    upkeep.purge_soon(now=now.at)
    assert not Appointment.objects.exclude(name="").exists()


def test_before_the_minute_of_release_a_manager_books_with_a_reason(
    client: Client, slot: Slot
) -> None:
    later = make_open_slot(starts_at=NOW + timedelta(days=9), opens_at=NOW + timedelta(days=2))
    path = come(client, slot)
    query = {"service": slot.service_id, "day": str(later.local_day)}
    assert f'name="slot" value="{later.pk}"' not in client.get(path, query).content.decode()
    assert keep(client, later, reason="court").status_code == 409
    come(client, slot, "office_manager")
    assert f'name="slot" value="{later.pk}"' in client.get(path, query).content.decode()
    assert keep(client, later).status_code == 409
    page = keep(client, later, reason="court")
    assert "Who comes?" in words_of(page)
    assert AuditEntry.objects.get(verb="override").facts["reason"] == "court"


def test_a_change_of_language_keeps_what_was_typed(client: Client, slot: Slot) -> None:
    come(client, slot)
    page = keep(client, slot)
    page = client.post(path_of(page), {"name": "Ada L", "language": "fr"})
    assert "Qui vient" in words_of(page) and 'value="Ada L"' in page.content.decode()


def test_nobody_books_where_the_office_is_not_theirs(client: Client, slot: Slot) -> None:
    path = come(client, slot)
    page = keep(client, slot)
    sign_in_as(client, make_posted("ELS", "office_manager"))
    assert client.get(path).status_code == 403
    assert client.get(path_of(page)).status_code == 403
    elsewhere = path_of(page).replace(f"/{slot.office_id}/", "/ELS/")
    assert client.get(elsewhere).status_code == 404
