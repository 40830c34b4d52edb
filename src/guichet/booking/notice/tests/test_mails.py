"""The mails: what they say, what they carry and what they keep to themselves."""

from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from typing import get_args

import pytest

from guichet.booking.notice.code_mails import lost_code_mail
from guichet.booking.notice.mail_openings import OPENINGS, Kind
from guichet.booking.notice.mails import mail, places_released_mail
from guichet.booking.notice.testing import make_notice
from guichet.booking.notice.text_messages import lost_code_text
from guichet.kernel.testing import wrong
from guichet.post.mail_body import Mail
from guichet.web.languages import CATALOGUED

NOW = datetime(2027, 1, 2, tzinfo=UTC)
REMINDERS: list[Kind] = ["reminder_7_days", "reminder_2_days", "reminder_same_day"]


class Tags(HTMLParser):
    """Counts what is opened and closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str | None] = []
        self.root: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.root = dict(attrs)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        assert "style" not in dict(attrs)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def whole(letter: Mail) -> str:
    return letter.subject + letter.text + letter.html


@pytest.mark.parametrize("kind", OPENINGS)
def test_it_is_written_in_every_language_as_text_and_as_html(kind: Kind) -> None:
    assert wrong(lambda language: _check_mail(kind, language), CATALOGUED) == []


def _check_mail(kind: Kind, language: str) -> None:
    letter = mail(make_notice(language), kind, now=NOW)
    tags = Tags(letter.html)
    assert tags.root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert not tags.open
    assert "%(" not in whole(letter)
    assert "\n" not in letter.subject
    assert "234-567-89Q" in letter.text
    assert "234-567-89Q" in letter.html


@pytest.mark.parametrize("kind", ["appointment_confirmed", "appointment_moved", *REMINDERS])
def test_it_says_how_to_move_or_cancel_and_why(kind: Kind) -> None:
    letter = mail(make_notice(), kind, now=NOW)
    for text in (letter.text, letter.html):
        assert "so that somebody else can be received. There is no penalty." in text
        assert "https://guichet.example/en/appointments/manage/" in text
        assert "Nobody may sell you a place." in text


@pytest.mark.parametrize("kind", ["appointment_confirmed", "appointment_moved"])
def test_it_carries_the_notice_and_the_calendar_entry(kind: Kind) -> None:
    letter = mail(make_notice(), kind, now=NOW, sequence=4)
    printed, calendar = letter.attachments
    assert printed.content_type == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert calendar.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert b"SEQUENCE:4" in calendar.content
    for words in (letter.text, letter.html):  # as on the notice; the blank turns no groups round
        assert "047\u00a0512" in words


def test_it_strikes_the_cancelled_appointment_out_of_the_calendar() -> None:
    letter = mail(make_notice(status="cancelled"), "appointment_cancelled", now=NOW)
    (calendar,) = letter.attachments
    assert calendar.content_type.endswith("method=CANCEL")
    assert "047" not in whole(letter)
    assert "so that somebody else" not in letter.text


@pytest.mark.parametrize("kind", [*REMINDERS, "closure"])
def test_it_sends_no_pin_with_a_reminder_or_a_closure(kind: Kind) -> None:
    letter = mail(make_notice(), kind, now=NOW)
    assert "047" not in whole(letter)
    assert not letter.attachments


def test_it_tells_of_a_closure_its_reason_and_what_to_do() -> None:
    reason = "A water pipe burst."
    letter = mail(make_notice(status="closed", reason=reason), "closure", now=NOW)
    assert reason in letter.text
    assert "Please choose another time." in letter.text
    assert "so that somebody else" not in letter.text
    (calendar,) = letter.attachments
    assert calendar.content_type.endswith("method=CANCEL")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_it_says_a_closure_first_whatever_the_mail_is_about(kind: Kind) -> None:
    letter = mail(make_notice(status="closed"), kind, now=NOW)
    assert letter.subject.startswith("The office is closed on")
    assert "Please arrive" not in letter.text
    assert "bring it" not in letter.text


def test_it_escapes_what_others_wrote() -> None:
    letter = mail(make_notice(room="<script>alert(1)</script>"), "reminder_2_days", now=NOW)
    assert "<script>" not in letter.html
    assert "<script>alert(1)</script>" in letter.text


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_brings_a_one_time_code(language: str) -> None:
    letter = lost_code_mail("318204", language=language, minutes=30)
    text = lost_code_text("318204", language=language, minutes=30)
    assert "318204" in letter.text
    assert "318204" in letter.html
    assert "318204" not in letter.subject  # it would show on a locked screen
    assert "318204" in text
    assert len(text) <= 160
    Tags(letter.html)


def test_it_tells_who_asked_that_there_are_free_times() -> None:
    letter = places_released_mail(
        office_names={"en": "New York City Field Office"},
        service_names={"en": "A question about a case"},
        url="https://guichet.example/en/appointments/offices/NYC/case/",
        language="en",
    )
    assert letter.subject == "Free times at New York City Field Office"
    assert Tags(letter.html).links == ["https://guichet.example/en/appointments/offices/NYC/case/"]
    assert "No time is kept for you" in letter.text


def test_it_lists_every_kind_of_paper_that_will_do() -> None:
    notice = make_notice()
    letter = mail(notice, "appointment_confirmed", now=NOW)
    kinds = [kind for line in notice.documents["en"] for kind in line.detail]
    assert kinds
    for kind in kinds:
        assert f"  · {kind}" in letter.text
        assert f"<li>{escape(kind)}</li>" in letter.html
