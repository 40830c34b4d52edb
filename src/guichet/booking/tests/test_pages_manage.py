"""Come back: see, print, move, cancel; and find again what was lost."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from guichet.booking.actions import BookedAppointment
from guichet.booking.clients import notes
from guichet.booking.forms import about
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.booking.tests.journey import (
    BASE,
    CANCEL,
    MANAGE,
    MOVE,
    NOTICE,
    marks_of,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.kernel import clock
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db

PAGES = [NOTICE, MOVE, CANCEL, f"{BASE}notice.pdf", f"{BASE}notice.ics", f"{BASE}contacts/"]


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def booked() -> BookedAppointment:
    return make_booked()


@pytest.fixture
def window(client: Client, booked: BookedAppointment) -> Client:
    sign_in(client, booked)
    return client


def sign_in(client: Client, booked: BookedAppointment, **changes: str) -> object:
    number = str(booked.appointment.confirmation_number)
    return client.post(MANAGE, {"number": number, "pin": booked.pin, **changes})


def contents_of(page: object) -> str:
    """Return what stands on a page, without the token that is new on every page."""
    return re.sub(r'value="\w{64}"', "", text_of(page).partition("<main")[2])


def state_of(booked: BookedAppointment) -> tuple[str, int]:
    appointment = Appointment.objects.get(pk=booked.appointment.pk)
    return appointment.status, appointment.slot_id


def test_it_opens_with_number_and_pin(client: Client, booked: BookedAppointment) -> None:
    number = str(booked.appointment.confirmation_number)
    text = f" {number[:3]} {number[3:6].lower()}-{number[6:]} "
    answer = client.post(
        MANAGE, {"number": text, "pin": f"{booked.pin[:3]} {booked.pin[3:]}"}, follow=True
    )
    assert answer.redirect_chain == [(NOTICE, 302)]
    assert "Ada a" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_it_shows_a_wrong_number_like_a_wrong_pin(
    client: Client, booked: BookedAppointment
) -> None:
    wrong_pin = f"{(int(booked.pin) + 1) % 1_000_000:06d}"
    first = sign_in(client, booked, pin=wrong_pin)
    second = sign_in(client, booked, number="234-567-89Q")
    number = str(booked.appointment.confirmation_number)
    pages = [
        contents_of(first).replace(wrong_pin, "PIN").replace(number, "234-567-89Q"),
        contents_of(second).replace(booked.pin, "PIN"),
    ]
    assert pages[0] == pages[1]
    assert "do not fit together" in pages[0]
    assert notes.NOTICE not in client.cookies


def test_it_says_plainly_how_long_to_wait_after_five_tries(
    client: Client, booked: BookedAppointment
) -> None:
    for spelling in ("", " ", "-", "  ", " - "):
        number = f"{booked.appointment.confirmation_number}{spelling}"
        assert client.post(MANAGE, {"number": number, "pin": "x"}).status_code == 422
    page = sign_in(client, booked)
    assert page.status_code == 429  # type: ignore[attr-defined]
    assert "60 minutes" in text_of(page) or "1 hour" in text_of(page)
    assert 0 < int(page["Retry-After"]) <= 3600  # type: ignore[index]


def test_it_tells_a_mistyped_number_beside_its_field_and_counts_no_try(
    client: Client, booked: BookedAppointment
) -> None:
    number = str(booked.appointment.confirmation_number)
    swapped = number[1] + number[0] + number[2:]
    text = swapped if swapped != number else number[:-1]
    for _ in range(7):
        page = client.post(MANAGE, {"number": text, "pin": booked.pin})
        assert page.status_code == 422
    assert 'href="#id_number"' in text_of(page) and 'id="id_number-error"' in text_of(page)
    assert "mistyped" in text_of(page) and f'value="{text}"' in text_of(page)
    assert sign_in(client, booked)["Location"] == NOTICE  # type: ignore[index]


def test_it_opens_with_what_a_chat_pasted_and_an_arabic_keyboard_typed(
    client: Client, booked: BookedAppointment
) -> None:
    number = f"\u2066{booked.appointment.confirmation_number}\u2069\u200f"
    pin = booked.pin.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    response = client.post(MANAGE, {"number": number, "pin": f"\u200f{pin}\ufeff"}, follow=True)
    assert response.redirect_chain == [(NOTICE, 302)]


@pytest.mark.parametrize("text", ["", "\x00", "9" * 10_000, "😀", "\u202e"])
def test_it_answers_nonsense_in_a_sentence(client: Client, text: str) -> None:
    page = client.post(MANAGE, {"number": text, "pin": text})
    assert page.status_code == 422
    assert 'role="alert"' in text_of(page)


def test_it_changes_language_with_what_was_typed(client: Client, booked: BookedAppointment) -> None:
    page = client.post("/ar/appointments/manage/", {"number": "234", "pin": "5", "language": "ar"})
    assert page.status_code == 200
    assert 'value="234"' in text_of(page)


@pytest.mark.parametrize("page", PAGES)
def test_it_opens_nothing_without_number_and_pin(
    client: Client, booked: BookedAppointment, page: str
) -> None:
    assert client.get(page)["Location"] == MANAGE
    client.cookies[notes.NOTICE] = "forged"
    assert client.get(page)["Location"] == MANAGE


@pytest.mark.parametrize("page", PAGES)
def test_it_changes_nothing_on_get(window: Client, booked: BookedAppointment, page: str) -> None:
    before = state_of(booked)
    answer = window.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert state_of(booked) == before


def test_it_gives_the_notice_as_files_in_the_language_of_the_page(window: Client) -> None:
    pdf = window.get("/ar/appointments/notice.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert unquote(pdf["Content-Disposition"]).endswith("''إشعار-الموعد.pdf")
    ics = window.get(f"{BASE}notice.ics")
    assert b"BEGIN:VCALENDAR" in ics.content
    assert b"SEQUENCE:0" in ics.content
    assert ics["Content-Disposition"] == 'attachment; filename="appointment-notice.ics"'


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "ht", "de"])
def test_it_shows_the_notice_in_every_language(
    window: Client, booked: BookedAppointment, language: str
) -> None:
    words = text_of(window.get(f"/{language}/appointments/notice/"))
    number = str(booked.appointment.confirmation_number)
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in words
    assert f"{booked.pin[:3]} {booked.pin[3:]}" in words
    assert "<svg" in words
    assert ('class="officer"' in words) == (language not in {"en", "de"})


def test_it_closes_after_half_an_hour(window: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW + timedelta(minutes=31))
    assert window.get(NOTICE)["Location"] == MANAGE


def test_it_shows_nothing_after_the_visit_is_finished(window: Client) -> None:
    answer = window.post("/en/finish/", headers={"sec-fetch-site": "same-origin"})
    assert "Clear-Site-Data" in answer
    assert window.get(NOTICE)["Location"] == MANAGE


def test_it_moves_and_keeps_the_number(window: Client, booked: BookedAppointment) -> None:
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    assert f'value="{later.pk}"' in text_of(window.get(f"{MOVE}?day={later.local_day}"))
    assert "Move to this time?" in text_of(window.get(f"{MOVE}?slot={later.pk}"))
    answer = press(window, MOVE, {"slot": later.pk}, follow=True)
    assert "Your appointment was moved" in text_of(answer)
    assert state_of(booked) == ("booked", later.pk)
    assert booked.pin[:3] in text_of(answer)


def test_it_does_not_offer_the_present_time_again(client: Client) -> None:
    booked = make_booked(make_open_slot(capacity=3))
    sign_in(client, booked)
    slot = booked.appointment.slot_id
    assert "There is no other free time at the moment" in text_of(client.get(MOVE))
    later = make_open_slot(starts_at=booked.appointment.slot.starts_at + timedelta(hours=1))
    page = text_of(client.get(MOVE))
    assert f'value="{slot}"' not in page
    assert f'value="{later.pk}"' in page
    assert "1 free time" in page  # as many as are offered
    assert "2 free times" not in page
    marks = marks_of(about.MOVE, booked.appointment)
    assert client.post(MOVE, {"slot": slot, **marks})["Location"] == f"{NOTICE}?moved"


def test_it_keeps_the_old_time_when_the_new_one_was_taken(
    window: Client, booked: BookedAppointment
) -> None:
    before = state_of(booked)
    slot = make_open_slot(starts_at=NOW + timedelta(days=9))
    near = make_open_slot(starts_at=NOW + timedelta(days=9, hours=1))
    make_hold(slot)
    page = press(window, MOVE, {"slot": slot.pk})
    assert page.status_code == 409
    assert f'value="{near.pk}"' in text_of(page)
    assert state_of(booked) == before


@pytest.mark.parametrize("slot", ["", "x", "0", "-1", "9" * 40, "٣"])
def test_it_moves_to_no_forged_slot(window: Client, booked: BookedAppointment, slot: str) -> None:
    before = state_of(booked)
    marks = marks_of(about.MOVE, booked.appointment)
    assert window.post(MOVE, {"slot": slot, **marks}).status_code == 404
    assert window.get(MOVE, {"slot": slot}).status_code == 200
    assert state_of(booked) == before


def test_it_moves_to_no_other_service(window: Client, booked: BookedAppointment) -> None:
    from guichet.offices.testing import make_service

    other = make_open_slot(
        starts_at=NOW + timedelta(days=9), service=make_service(code="citizenship_question")
    )
    marks = marks_of(about.MOVE, booked.appointment)
    assert window.post(MOVE, {"slot": other.pk, **marks}).status_code == 404


def test_it_cancels_when_the_button_is_pressed(window: Client, booked: BookedAppointment) -> None:
    assert "Cancel this appointment?" in text_of(window.get(CANCEL))
    marks = marks_of(about.CANCEL, booked.appointment)
    answer = press(window, CANCEL, follow=True)
    words = text_of(answer)
    assert "This appointment is canceled" in words
    assert "Book another appointment" in words
    assert "Thank you: somebody else can now be received." in words
    assert state_of(booked)[0] == "cancelled"
    assert window.post(CANCEL, marks)["Location"] == NOTICE
    assert window.get(MOVE)["Location"] == NOTICE
    assert b"METHOD:CANCEL" in window.get(f"{BASE}notice.ics").content


def test_it_changes_nothing_that_has_begun(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(hours=1)))
    set_clock(monkeypatch, NOW + timedelta(hours=2))
    sign_in(client, booked)
    for page, deed in ((MOVE, about.MOVE), (CANCEL, about.CANCEL)):
        marks = marks_of(deed, booked.appointment)
        assert client.post(page, marks)["Location"] == NOTICE
    words = text_of(client.get(NOTICE))
    assert f'href="{MOVE}' not in words
    assert state_of(booked)[0] == "booked"


@pytest.mark.parametrize(("country", "called"), [("US", True), ("PR", True), ("IT", False)])
def test_a_notice_names_a_number_only_where_it_can_be_called(
    client: Client, country: str, called: bool
) -> None:
    booked = make_booked()
    Office.objects.update(country=country)
    sign_in(client, booked)
    main = text_of(client.get(NOTICE)).partition("<main")[2].partition("</main>")[0]
    dialed = '<a class="number" href="tel:+18003755283"><bdi dir="ltr">1-800-375-5283</bdi></a>'
    assert (dialed in main) == called
    assert ("1-800-375-5283" in main) == called
    assert ('href="/en/contact/"' in main) != called
