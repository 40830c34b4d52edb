"""People whose documents show no day, or no month either: booked, found again, and told apart."""

import pytest
from django.test import Client

from guichet.booking.api.tests.calls import Program, program, refused, wrong
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, LostCode, Slot
from guichet.booking.testing import make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BOOK,
    DETAILS,
    LOST,
    LOST_CODE,
    NOTICE,
    REVIEW,
    book,
    hold,
    only,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import Postbox, deliver_all

__all__ = ["program"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

YEAR = {**ADA, "date_of_birth_day": "", "date_of_birth_month": "", "date_of_birth_year": "1980"}
MONTH = {**YEAR, "date_of_birth_month": "5"}
NO_MORE = {"date_of_birth_partly": "on"}
BOX = 'name="date_of_birth_partly"'


def shown_birth(page: object) -> str:
    return text_of(page).partition("Date of birth")[2].partition("</bdi>")[0].rpartition(">")[2]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (YEAR, "1980"),
        (MONTH, "May 1980"),
        ({**MONTH, "date_of_birth_day": "XX"}, "May 1980"),
        ({**YEAR, "date_of_birth_day": "00", "date_of_birth_year": "١٩٨٠"}, "1980"),
    ],
)
def test_it_asks_once_and_takes_as_much_as_the_document_shows(
    client: Client, slot: Slot, fields: dict[str, str], text: str
) -> None:
    hold(client, slot)
    assert BOX not in text_of(client.get(DETAILS))
    assert "If it shows no day" in text_of(client.get(DETAILS))
    page = press(client, DETAILS, fields)
    assert page.status_code == 422
    assert "tick the box below" in text_of(page)
    assert BOX in text_of(page)
    assert 'value="1980"' in text_of(page)
    assert press(client, DETAILS, {**fields, **NO_MORE})["Location"] == REVIEW
    assert shown_birth(client.get(REVIEW)) == text
    again = text_of(client.get(DETAILS))
    assert f"{BOX} checked" in again
    assert 'value="1980"' in again
    assert press(client, BOOK, follow=True).status_code == 200
    assert only().state == "booked"


def test_it_takes_the_date_along_to_another_time(client: Client, slot: Slot) -> None:
    hold(client, slot)
    press(client, DETAILS, {**MONTH, **NO_MORE})
    hold(client, make_open_slot(starts_at=slot.ends_at))
    assert f"{BOX} checked" in text_of(client.get(DETAILS))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"date_of_birth_year": "85"}, "with four digits"),
        ({"date_of_birth_year": "05"}, "with four digits"),
        ({"date_of_birth_year": "19850"}, "with four digits"),
        ({"date_of_birth_month": "13"}, "There is no such month."),
        ({"date_of_birth_year": "2031"}, "The year you typed is in the future."),
        ({"date_of_birth_year": "2026"}, "The day you typed has not come yet."),
        ({"date_of_birth_year": "1850"}, "more than 120 years ago"),
        ({"date_of_birth_day": "31", "date_of_birth_month": "2"}, "There is no such day."),
        ({"date_of_birth_month": "", **NO_MORE}, "Give the day, the month and the year."),
        ({"date_of_birth_year": "", **NO_MORE}, "Give the day, the month and the year."),
        ({"date_of_birth_year": "2031", "date_of_birth_day": "", "date_of_birth_month": "",
          **NO_MORE}, "The year you typed is in the future."),
    ],
)  # fmt: skip
def test_it_says_precisely_what_is_wrong(
    client: Client, slot: Slot, changes: dict[str, str], sentence: str
) -> None:
    hold(client, slot)
    page = press(client, DETAILS, {**ADA, **changes})
    assert page.status_code == 422
    assert sentence in text_of(page)


@pytest.mark.parametrize(
    "fields",
    [
        {**YEAR, **NO_MORE},
        {**YEAR, "date_of_birth_day": "1", "date_of_birth_month": "1"},
    ],
)
def test_it_finds_a_lost_notice_as_the_document_or_the_record_has_it(
    client: Client, postbox: Postbox, fields: dict[str, str]
) -> None:
    book(client, make_open_slot(), **YEAR, **NO_MORE, email="ada@example.org")
    deliver_all()
    postbox.mails.clear()
    elsewhere = Client()
    assert press(elsewhere, LOST, fields)["Location"] == LOST_CODE
    deliver_all()
    assert len(postbox.mails) == 1
    code = tokens.code_of(LostCode.objects.get())
    page = press(elsewhere, LOST_CODE, {"code": code}, follow=True)
    assert page.redirect_chain == [(f"{NOTICE}?found", 302)]


def test_it_asks_on_the_page_of_lost_notices_too(client: Client) -> None:
    page = press(client, LOST, YEAR)
    assert page.status_code == 422
    assert BOX in text_of(page)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("1980", "year"), ("1980-05", "month"), ("1980-XX-XX", "year"), ("1980-05-00", "month")],
)
def test_it_takes_from_programs_what_a_document_shows(
    program: Program, text: str, precision: str
) -> None:
    slot = make_open_slot(capacity=2)
    program.booked(slot, date_of_birth=text)
    assert Appointment.objects.get().birth_known == precision
    first = Appointment.objects.get().date_of_birth
    again = program.book(slot, date_of_birth=str(first))
    assert refused(again) == (409, "already_booked")
    lost = {"name": "Ada Lovelace", "date_of_birth": text, "phone": "+12125550142"}
    assert program.post("appointments/lost", lost).status_code == 202


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("85", "malformed", "with four digits"),
        ("19850-05-17", "malformed", "with four digits"),
        ("1980-13", "malformed", "There is no such month."),
        ("1980-02-30", "malformed", "There is no such day."),
        ("17.5.1980", "malformed", "as year, month, day: 1985-05-17"),
        ("0085-05-17", "out_of_range", "with four digits"),
        ("2031", "out_of_range", "in the future"),
        ("1850", "out_of_range", "more than 120 years ago"),
    ],
)
def test_it_tells_programs_why(program: Program, text: str, code: str, sentence: str) -> None:
    answer = program.book(make_open_slot(), date_of_birth=text)
    assert wrong(answer) == {"date_of_birth": code}
    assert sentence in answer.json()["errors"][0]["detail"]
