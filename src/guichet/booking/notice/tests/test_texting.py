"""Text messages: one part where the language allows it, and the length of each on record."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from guichet.booking.notice.appointment import AppointmentNotice, Offer
from guichet.booking.notice.testing import make_notice
from guichet.booking.notice.text_messages import (
    lost_code_text,
    office_cancel_text,
    office_change_text,
    place_changed_text,
    reminder_text,
)
from guichet.booking.notice.texting.closures import closure_ended_text, closure_text
from guichet.kernel.content import layers
from guichet.post.texting import as_sent, segments
from guichet.web.languages import CATALOGUED
from guichet.web.pages.render import sentence

CODE = {
    "en": 69, "es": 65, "fr": 77, "pt": 67, "ht": 65, "pl": 67, "vi": 69, "ko": 51, "zh-Hans": 39,
    "ar": 56, "ru": 65, "fil": 88,
}  # fmt: skip
KINDS: tuple[Callable[[AppointmentNotice], str], ...] = (
    closure_text,
    closure_ended_text,
    office_cancel_text,
    office_change_text,
)
# A new address is told whole, for it may be all that somebody has at the door.
PARTS_OF_ADDRESS = dict.fromkeys(CATALOGUED, 1) | dict.fromkeys(("pl", "ko", "zh-Hans"), 2)
PARTS_OF_ADDRESS |= dict.fromkeys(("vi", "ar", "ru"), 3)


def longest_name() -> str:
    with layers.at(settings.CONTENT_DIR / "offices" / "offices.csv").open(encoding="utf-8") as file:
        return max((row["name"] for row in csv.DictReader(file)), key=len)


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_sends_a_code_in_one_part(language: str) -> None:
    text = as_sent(lost_code_text("318204", language=language, minutes=20))
    assert len(text) <= CODE[language]  # a longer sentence is written down here, if it fits
    assert segments(text) == 1


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_sends_a_new_address_in_as_many_parts_as_are_on_record(language: str) -> None:
    notice = make_notice(language, office_names={"en": longest_name()})
    assert segments(as_sent(place_changed_text(notice))) == PARTS_OF_ADDRESS[language]


@pytest.mark.parametrize("language", ["en", "fr", "ht", "fil"])
def test_it_needs_no_letter_that_halves_the_room_where_the_language_has_none(language: str) -> None:
    for make in (*KINDS, place_changed_text):
        text = as_sent(make(make_notice(language)))
        assert segments(text.ljust(160)[:160]) == 1, text


@pytest.mark.parametrize(("language", "hour"), [("en", "1:40"), ("fr", "13"), ("ht", "1:40")])
def test_a_reminder_says_the_hour_where_it_goes_out_in_one_part(language: str, hour: str) -> None:
    text = as_sent(reminder_text(make_notice(language, at="2026-12-01 13:40")))
    assert hour in text and segments(text) == 1


@pytest.mark.parametrize("language", CATALOGUED)
@pytest.mark.parametrize("host", ["guichet.example", "appointments.immigration.agency.example"])
def test_a_reminder_says_the_hour_in_every_language_however_long_the_address(
    language: str, host: str
) -> None:
    notice = make_notice(
        language,
        at="2026-12-23 13:40",
        office_names={"en": longest_name()},
        office_places={"en": longest_name().removesuffix(" Field Office")},
        short_url=f"https://{host}/{language}/m/",
    )
    text = as_sent(reminder_text(notice))
    assert "1:40" in text or "13:40" in text
    assert f"{host}/{language}/m/" in text
    assert segments(text) <= (1 if len(host) < 20 else 2), text


def told_of(language: str, host: str, **facts: object) -> AppointmentNotice:
    """Return a notice at the office with the longest day and hour that a language has."""
    return make_notice(
        language,
        at="2026-09-23 10:40",
        office_names={"en": "Miami Field Office"},
        office_places={"en": "Miami"},
        short_url=f"https://{host}/{language}/m/",
        **facts,
    )


@pytest.mark.parametrize("language", CATALOGUED)
@pytest.mark.parametrize("host", ["guichet.example", "appointments.agency.example"])
def test_a_family_can_tell_apart_what_it_is_told_of_each(language: str, host: str) -> None:
    """Several on one telephone: the hour says which is meant, or the end of its number."""
    of_hours = {"status": "closed", "closed_for_hours": True}
    for make, facts in (
        (office_cancel_text, {}),
        (closure_text, of_hours),
        (office_change_text, {}),
        (closure_ended_text, {}),
    ):
        text = as_sent(make(told_of(language, host, **facts)))
        assert "10:40" in text and segments(text) == 1, text
        text = as_sent(make(told_of(language, host, **facts, shares_phone=True)))
        assert "89Q)" in text and segments(text) == 1, text
        assert "10:40" in text or make is not office_change_text, text
    for make in (reminder_text, place_changed_text):
        text = as_sent(make(told_of(language, host, shares_phone=True)))
        assert "89Q)" in text and ("10:40" in text or make is place_changed_text), text


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_says_that_the_office_canceled_and_why_where_there_is_room(language: str) -> None:
    """What stands there beside the passive names the office or "we": read by its other wording."""
    facts = {
        "at": "2026-12-23 13:40",
        "office_names": {"en": "Miami Field Office"},
        "office_places": {"en": "Miami"},
        "short_url": f"https://guichet.example/{language}/m/",
    }
    text = as_sent(office_cancel_text(make_notice(language, **facts)))
    assert "1:40" in text or "13:40" in text
    by_us = sentence("%(office)s: we canceled your appointment on %(day)s. %(url)s", language)
    ours = as_sent(by_us).partition("%(office)s")[2].partition("%(day)s")[0].strip(" :")
    assert ours in text and segments(text) == 1, text
    reason = "It is closed for safety."
    longer = as_sent(office_cancel_text(make_notice(language, reason=reason, **facts)))
    assert (reason in longer) or segments(text.ljust(160)[:160]) > 1


@pytest.mark.parametrize("language", CATALOGUED)
@pytest.mark.parametrize("host", ["guichet.example", "appointments.agency.example"])
@pytest.mark.parametrize("hours", [True, False])
def test_it_says_until_when_another_time_is_kept(language: str, host: str, hours: bool) -> None:
    """Who reads "canceled" and no more does not press, and loses the place."""
    notice = make_notice(
        language,
        at="2026-12-23 13:40",
        status="closed",
        reason="It is closed for safety.",
        closed_for_hours=hours,
        office_names={"en": "Boston Field Office"},
        office_places={"en": "Boston"},
    )
    until = notice.starts_at.replace(hour=10, minute=20) + timedelta(days=1)
    url = f"https://{host}/{language}/k/123456-0123456789abcdef/"
    text = as_sent(closure_text(replace(notice, offer=Offer(until + timedelta(1), until, url))))
    assert "10:20" in text and "24" in text and text.endswith(url.removeprefix("https://"))
    assert segments(text) <= 2, text
    if len(host) < 20:
        assert "1:40" in text or "13:40" in text


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_says_at_which_hour_an_appointment_takes_place_after_all(language: str) -> None:
    notice = make_notice(
        language,
        at="2026-12-23 13:40",
        office_names={"en": "Boston Field Office"},
        office_places={"en": "Boston"},
        short_url=f"https://guichet.example/{language}/m/",
    )
    text = as_sent(closure_ended_text(notice))
    assert "23" in text and ("1:40" in text or "13:40" in text)
    assert segments(text) == 1, text
