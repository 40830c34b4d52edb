"""Text messages: one part where the language allows it, and the length of each on record."""

import csv
from collections.abc import Callable, Mapping

import pytest
from django.conf import settings

from guichet.notices.appointment import AppointmentNotice
from guichet.notices.mails import (
    closure_ended_text,
    closure_text,
    lost_code_text,
    office_change_text,
)
from guichet.notices.testing import make_notice
from guichet.notices.texting import as_sent, segments
from guichet.web.languages import APPOINTMENTS

CODE = {
    "en": 69, "es": 65, "fr": 77, "pt": 67, "ht": 65, "pl": 67, "vi": 69, "ko": 51, "zh-Hans": 39,
    "ar": 56, "ru": 65, "fil": 88,
}  # fmt: skip
# What names an office and a page is longer: parts in the language that needs most of them. The
# address alone takes 47 letters of the 70 that a script other than Latin has.
PARTS: Mapping[Callable[[AppointmentNotice], str], int] = {
    closure_text: 3,
    closure_ended_text: 3,
    office_change_text: 3,
}


def longest_name() -> str:
    with (settings.CONTENT_DIR / "offices" / "offices_uscis.csv").open(encoding="utf-8") as file:
        return max((row["name"] for row in csv.DictReader(file)), key=len)


@pytest.mark.parametrize("language", APPOINTMENTS)
def test_it_sends_a_code_in_one_part(language: str) -> None:
    text = as_sent(lost_code_text("318204", language=language, minutes=20))
    assert len(text) <= CODE[language]  # a longer sentence is written down here, if it fits
    assert segments(text) == 1


@pytest.mark.parametrize("make", PARTS)
def test_it_sends_what_an_office_did_in_as_many_parts_as_are_on_record(
    make: Callable[[AppointmentNotice], str],
) -> None:
    names = {"en": longest_name()}
    texts = [as_sent(make(make_notice(code, office_names=names))) for code in APPOINTMENTS]
    assert max(map(segments, texts)) == PARTS[make]


@pytest.mark.parametrize("language", ["en", "fr", "ht", "fil"])
def test_it_needs_no_letter_that_halves_the_room_where_the_language_has_none(language: str) -> None:
    for make in PARTS:
        text = as_sent(make(make_notice(language)))
        assert segments(text.ljust(160)[:160]) == 1, text
