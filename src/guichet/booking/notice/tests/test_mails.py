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
from guichet.post.mail_body import Mail
from guichet.web.languages import APPOINTMENTS

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


def whole(made: Mail) -> str:
    return made.subject + made.text + made.html


@pytest.mark.parametrize("language", APPOINTMENTS)
@pytest.mark.parametrize("kind", OPENINGS)
def test_it_is_written_in_every_language_as_text_and_as_html(kind: Kind, language: str) -> None:
    made = mail(make_notice(language), kind, now=NOW)
    tags = Tags(made.html)
    assert tags.root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert not tags.open
    assert "%(" not in whole(made)
    assert "\n" not in made.subject
    assert "234-567-89Q" in made.text
    assert "234-567-89Q" in made.html


@pytest.mark.parametrize("kind", ["appointment_confirmed", "appointment_moved", *REMINDERS])
def test_it_says_how_to_move_or_cancel_and_why(kind: Kind) -> None:
    made = mail(make_notice(), kind, now=NOW)
    for text in (made.text, made.html):
        assert "so that somebody else can be received. There is no penalty." in text
        assert "https://guichet.example/en/appointments/manage/" in text
        assert "Nobody may sell you a place." in text


@pytest.mark.parametrize("kind", ["appointment_confirmed", "appointment_moved"])
def test_it_carries_the_notice_and_the_calendar_entry(kind: Kind) -> None:
    made = mail(make_notice(), kind, now=NOW, sequence=4)
    printed, calendar = made.attachments
    assert printed.content_type == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert calendar.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert b"SEQUENCE:4" in calendar.content
    assert "047512" in made.text


def test_it_strikes_the_cancelled_appointment_out_of_the_calendar() -> None:
    made = mail(make_notice(status="cancelled"), "appointment_cancelled", now=NOW)
    (calendar,) = made.attachments
    assert calendar.content_type.endswith("method=CANCEL")
    assert "047512" not in whole(made)
    assert "so that somebody else" not in made.text


@pytest.mark.parametrize("kind", [*REMINDERS, "closure"])
def test_it_sends_no_pin_with_a_reminder_or_a_closure(kind: Kind) -> None:
    made = mail(make_notice(), kind, now=NOW)
    assert "047512" not in whole(made)
    assert not made.attachments


def test_it_tells_of_a_closure_its_reason_and_what_to_do() -> None:
    reason = "A water pipe burst."
    made = mail(make_notice(status="closed", reason=reason), "closure", now=NOW)
    assert reason in made.text
    assert "Please choose another time." in made.text
    assert "so that somebody else" not in made.text
    (calendar,) = made.attachments
    assert calendar.content_type.endswith("method=CANCEL")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_it_says_a_closure_first_whatever_the_mail_is_about(kind: Kind) -> None:
    made = mail(make_notice(status="closed"), kind, now=NOW)
    assert made.subject.startswith("The office is closed on")
    assert "Please arrive" not in made.text
    assert "bring it" not in made.text


def test_it_escapes_what_others_wrote() -> None:
    made = mail(make_notice(room="<script>alert(1)</script>"), "reminder_2_days", now=NOW)
    assert "<script>" not in made.html
    assert "<script>alert(1)</script>" in made.text


@pytest.mark.parametrize("language", APPOINTMENTS)
def test_it_brings_a_one_time_code(language: str) -> None:
    made = lost_code_mail("318204", language=language, minutes=30)
    text = lost_code_text("318204", language=language, minutes=30)
    assert "318204" in made.text
    assert "318204" in made.html
    assert "318204" not in made.subject  # it would show on a locked screen
    assert "318204" in text
    assert len(text) <= 160
    Tags(made.html)


def test_it_tells_who_asked_that_there_are_free_times() -> None:
    made = places_released_mail(
        office_names={"en": "New York City Field Office"},
        service_names={"en": "A question about a case"},
        url="https://guichet.example/en/appointments/offices/NYC/case/",
        language="en",
    )
    assert made.subject == "Free times at New York City Field Office"
    assert Tags(made.html).links == ["https://guichet.example/en/appointments/offices/NYC/case/"]
    assert "No time is kept for you" in made.text


def test_it_lists_every_kind_of_paper_that_will_do() -> None:
    notice = make_notice()
    made = mail(notice, "appointment_confirmed", now=NOW)
    kinds = [kind for line in notice.documents["en"] for kind in line.detail]
    assert kinds
    for kind in kinds:
        assert f"  · {kind}" in made.text
        assert f"<li>{escape(kind)}</li>" in made.html
