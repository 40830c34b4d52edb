"""Hold, say who comes, review, book: what a person sees, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.test import Client

from guichet.booking.clients import notes
from guichet.booking.forms import about
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW, make_hold, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BASE,
    BOOK,
    DETAILS,
    NOTICE,
    REVIEW,
    Now,
    book,
    hold,
    marks_of,
    marks_on,
    only,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.web import visits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_it_asks_for_exactly_three_things(client: Client, slot: Slot) -> None:
    hold(client, slot)
    page = press(client, DETAILS, {})
    assert page.status_code == 422
    assert text_of(page).count('class="error"') == 3
    assert press(client, DETAILS, ADA)["Location"] == REVIEW


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "a" * 10_000),
        ("name", "Ada\x00Lovelace"),
        ("name", "Ada \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")),
        ("name", "Ada \ue000 Lovelace"),
        ("name", "<script>alert(1)</script>"),
        ("name", "12345"),
        ("name", " "),
        ("date_of_birth_year", "2027"),
        ("date_of_birth_year", "1850"),
        ("date_of_birth_year", "9" * 5000),
        ("date_of_birth_day", "31" * 3),
        ("date_of_birth_month", "13"),
        ("date_of_birth_day", ""),
        ("phone", "123"),
        ("phone", "+1 212 555 0142 ext " + "9" * 4000),
        ("phone", "\x00"),
        ("email", "not an address"),
        ("email", "a" * 5000 + "@example.com"),
        ("case_number", "☃"),
        ("access_needs", "x" * 501),
        ("interpreter", "klingon"),
    ],
)
def test_it_says_what_is_wrong_and_loses_nothing(
    client: Client, slot: Slot, field: str, text: str
) -> None:
    hold(client, slot)
    page = press(client, DETAILS, {**ADA, field: text})
    assert page.status_code == 422
    words = text_of(page)
    assert 'role="alert"' in words
    assert 'aria-invalid="true"' in words
    assert 'value="(212) 555-0142"' in words or field == "phone"
    assert "<script>alert" not in words
    assert only().name == ""


@pytest.mark.parametrize(
    "name",
    "Li|O|عبد الرحمن|欧阳娜娜|Nguyễn Thị Minh Khai|O’Neil|Rajan A/L Muthu|King, Jr.|‘Ofa|"
    "ジョン・スミス".split("|"),
)
def test_it_takes_any_name(client: Client, slot: Slot, name: str) -> None:
    hold(client, slot)
    assert press(client, DETAILS, {**ADA, "name": name}).status_code == 302
    assert name in text_of(client.get(REVIEW))


def test_it_reads_digits_of_any_script(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, {**ADA, "date_of_birth_year": "١٩٨٥", "phone": "٢١٢٥٥٥٠١٤٢"})
    assert only().date_of_birth == date(1985, 12, 10)
    assert only().phone == "+12125550142"


def test_where_the_page_is_in_english_so_is_the_date_of_birth(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, ADA)
    page = text_of(client.get(REVIEW.replace("/en/", "/de/")))
    assert "erscheint auf Englisch" in page
    assert "December 10, 1985" in page
    assert "Dezember" not in page


def test_it_changes_language_with_what_was_typed(client: Client, slot: Slot) -> None:
    hold(client, slot)
    fields = {**ADA, **marks_on(client.get(DETAILS)), "phone": "12", "language": "ar"}
    page = client.post("/ar/appointments/details/", fields)
    words = text_of(page)
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in words
    assert 'value="Ada Lovelace"' in words
    assert 'value="1985"' in words
    assert 'aria-invalid="true"' not in words
    assert only().name == ""


def test_it_shows_what_was_kept_on_the_way_back(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, {**ADA, "email": "ada@example.com", "interpreter": "am"})
    words = text_of(client.get(DETAILS))
    for word in ("Ada Lovelace", "ada@example.com", '<option value="am" selected>', "1985"):
        assert word in words
    assert "+1 212-555-0142" in text_of(client.get(REVIEW))


def test_it_shows_a_number_of_ours_as_every_page_does(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, {**ADA, "case_number": "v572319048"})
    assert "V 572 319 048" in text_of(client.get(REVIEW))
    assert 'value="V 572 319 048"' in text_of(client.get(DETAILS))
    press(client, DETAILS, {**ADA, "case_number": "V 572 319 048"})  # as it stood there
    assert only().case_number == "V572319048"


def test_it_asks_for_the_details_before_the_review(client: Client, slot: Slot) -> None:
    hold(client, slot)
    assert client.get(REVIEW)["Location"] == DETAILS
    marks = marks_on(client.get(DETAILS))
    assert client.post(BOOK, marks)["Location"] == REVIEW
    assert only().state == "held"


def test_it_books(client: Client, slot: Slot) -> None:
    page = book(client, slot, email="ada@example.com")
    words = text_of(page)
    appointment = only()
    number = appointment.confirmation_number or ""
    assert page.redirect_chain[-1] == (f"{NOTICE}?booked", 302)
    assert (appointment.state, appointment.language) == ("booked", "en")
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in words
    assert "no-store" in page["Cache-Control"]
    assert "Nobody may sell you a place" in words
    assert Dispatch.objects.filter(kind="appointment_confirmed").count() == 1


def test_it_books_once_however_often_one_presses(client: Client, slot: Slot) -> None:
    book(client, slot)
    marks = marks_of(about.CLAIM, only())
    assert client.post(BOOK, marks)["Location"] == f"{NOTICE}?booked"
    for page in (DETAILS, REVIEW):
        assert client.get(page)["Location"] == NOTICE
    assert client.post(DETAILS, {**ADA, **marks})["Location"] == NOTICE
    assert AuditEntry.objects.filter(verb="book").count() == 1


def test_it_does_not_open_the_notice_again_by_itself_much_later(
    client: Client, slot: Slot, now: Now
) -> None:
    book(client, slot)
    now.later(minutes=31)
    marks = marks_of(about.CLAIM, only())
    answer = client.post(BOOK, marks, follow=True)
    assert answer.redirect_chain[-1][0] == f"{BASE}manage/"


def test_it_says_that_the_time_is_up_and_takes_the_same_place_again(
    client: Client, slot: Slot, now: Now
) -> None:
    hold(client, slot)
    press(client, DETAILS, ADA)
    marks = marks_on(client.get(REVIEW))
    now.later(minutes=11)
    for page in (client.get(DETAILS), client.get(REVIEW), client.post(BOOK, marks)):
        assert page.status_code == 409
        assert "Your time is up" in text_of(page)
        assert "booked. What you typed is not lost" in " ".join(text_of(page).split())
        assert "Take the same time again" in text_of(page)
        assert f"/slots/{slot.pk}/hold/" in text_of(page)
    hold(client, slot)
    assert "Ada Lovelace" in text_of(client.get(REVIEW))
    book(client, slot)
    assert Appointment.objects.filter(state="booked").count() == 1


def test_it_keeps_what_was_typed_when_the_time_is_up(client: Client, slot: Slot, now: Now) -> None:
    hold(client, slot)
    marks = marks_on(client.get(DETAILS))
    now.later(minutes=11)
    Appointment.objects.update(state="ended")
    Slot.objects.update(taken=0)
    assert client.post(DETAILS, {**ADA, **marks}, follow=True).status_code == 409
    hold(client, slot)
    assert "Ada Lovelace" in text_of(client.get(REVIEW))


def test_it_offers_the_nearest_times_when_the_place_is_gone(client: Client, now: Now) -> None:
    slot, near = make_open_slot(), make_open_slot(starts_at=NOW + timedelta(days=7, hours=1))
    hold(client, slot)
    now.later(minutes=11)
    make_hold(slot, visitor="other", now=now())
    words = text_of(client.get(DETAILS))
    assert "Somebody else has taken this time" in words
    assert f"/slots/{near.pk}/hold/" in words


def test_it_tells_of_another_appointment_but_neither_when_nor_where(
    client: Client, slot: Slot
) -> None:
    book(client, slot)
    second = Client()
    page = book(second, make_open_slot(starts_at=NOW + timedelta(days=9)))
    words = text_of(page)
    assert page.status_code == 409
    assert "There is an appointment already" in words
    assert f"{BASE}lost/" in words
    assert "November 30" not in words
    for _ in range(4):
        assert press(second, BOOK).status_code == 409
    assert press(second, BOOK).status_code == 429


def test_it_forgets_everything_when_the_visit_is_finished(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, ADA)
    client.post("/en/finish/", headers={"sec-fetch-site": "same-origin"})
    slot.refresh_from_db()
    assert slot.taken == 0
    assert only().name == ""
    assert client.get(DETAILS)["Location"] == BASE
    assert client.get(NOTICE)["Location"] == f"{BASE}manage/"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml"])
def test_it_survives_another_content_type(client: Client, slot: Slot, content_type: str) -> None:
    hold(client, slot)
    answer = client.post(DETAILS, b'{"name": 1}', content_type=content_type)
    assert answer.status_code == 409  # nothing says what such a form is about


def test_it_survives_forged_cookies(client: Client, slot: Slot) -> None:
    for name in (visits.VISIT, notes.NOTICE, notes.LOST):
        client.cookies[name] = "é" * 100
    assert client.get(DETAILS).status_code == 302
    assert client.get(NOTICE).status_code == 302
    assert client.get(f"{BASE}lost/code/").status_code == 302
    assert hold(client, slot).status_code == 302
