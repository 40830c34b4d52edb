"""What an office did is told in one text message: every shipped office, in every language."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from guichet.agency import naming
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.render import (
    closure_ended_text,
    closure_text,
    office_cancel_text,
    office_change_text,
)
from guichet.booking.notice.testing import make_notice
from guichet.booking.notice.text_messages import lost_code_text
from guichet.offices import words
from guichet.offices.reference.content import Reference
from guichet.post import issuer
from guichet.post.texting import as_sent, segments
from guichet.web.languages import CATALOGUED

KINDS: tuple[Callable[[AppointmentNotice], str], ...] = (
    closure_text,
    closure_ended_text,
    office_cancel_text,
    office_change_text,
)
SITE = "https://appointments.agency.example"
# The longest text of each language that goes out in one part, of 160 signs, or of 70 where its
# letters are sent as two bytes. A longer sentence is written down here, if it fits.
LONGEST = {
    "en": 160, "es": 160, "fr": 160, "pt": 160, "ht": 155, "pl": 154, "vi": 70, "ko": 70,
    "zh-Hans": 70, "ar": 70, "ru": 70, "fil": 160,
}  # fmt: skip
# Places with a letter that halves the room are told in two parts: no letter is ever replaced.
IN_TWO = {language: {"Ciudad Juárez"} for language in ("en", "fr", "ht", "pl", "fil")} | {
    "es": {
        "Amán", "Cantón", "Ciudad Juárez", "Fráncfort", "Moscú", "Pekín", "Puerto Príncipe", "Seúl",
    },
    "pt": {"Amã", "Cantão", "Ciudad Juárez", "Porto Príncipe", "São Domingos"},
}  # fmt: skip


def names_of_offices() -> list[dict[str, str]]:
    content = Reference(settings.CONTENT_DIR)
    return [content.names.of(row.code, row.name) for row in content.offices()]


def notice_of(language: str, names: dict[str, str], day: str) -> AppointmentNotice:
    return make_notice(
        language,
        at=f"{day} 10:30",
        office_names=names,
        office_places=words.places(names),
        short_url=f"{SITE}/{language}/m/",
    )


def days() -> list[str]:
    first = datetime(2027, 1, 1, tzinfo=UTC)
    return [f"{first + timedelta(number):%Y-%m-%d}" for number in range(0, 365, 3)]


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Return the text of every kind for every office, and for the longest place on every day."""
    offices = names_of_offices()
    long = max(offices, key=lambda names: len(words.places(names)[language]))
    pairs = [(names, "2027-10-13") for names in offices] + [(long, day) for day in days()]
    for names, day in pairs:
        for make in KINDS:
            yield words.places(names)[language], as_sent(make(notice_of(language, names, day)))


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_sends_what_an_office_did_in_one_part(language: str) -> None:
    pairs = list(texts(language))
    assert {place for place, text in pairs if segments(text) > 1} == IN_TWO.get(language, set())
    assert max(len(text) for _, text in pairs if segments(text) == 1) == LONGEST[language]
    assert all(f"appointments.agency.example/{language}/m/" in text for _, text in pairs)


@pytest.mark.parametrize("language", CATALOGUED)
def test_a_move_says_the_new_day_and_hour(language: str) -> None:
    for names in names_of_offices():
        text = as_sent(office_change_text(notice_of(language, names, "2027-09-23")))
        assert "10:30" in text and "23" in text, text


@pytest.mark.parametrize("language", CATALOGUED)
def test_the_longest_name_of_an_agency_leaves_it_one_part(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = "Consulates" if language not in naming.TWO_BYTES else "Service"
    assert naming.fault_of(longest, language) == ""
    assert naming.fault_of(f"{longest}x", language)
    monkeypatch.setattr(issuer, "text_name", lambda language: longest)
    assert segments(as_sent(lost_code_text("318204", language=language, minutes=20))) == 1
    for names in names_of_offices():
        place = words.places(names)[language]
        if place in IN_TWO.get(language, set()):
            continue
        for make in KINDS:
            text = as_sent(make(notice_of(language, names, "2027-10-13")))
            assert segments(text) == 1, text


@pytest.mark.parametrize(
    ("language", "place", "text"),
    [
        (
            "en",
            "Reno",
            "Reno Field Office is closed on Jan 26, and your appointment at 10:30 AM is",
        ),
        ("fr", "Reno", "Bureau local de Reno sera fermé le 26 janv. ; votre rendez-vous de 10:30"),
        ("pt", "Reno", "Reno fecha em ter., 26 de jan.; o seu agendamento das 10:30"),
        ("zh-Hans", "里诺", "里诺 1月26日关闭，您 10:30 的预约已取消。请另选时间："),
        ("ru", "Рино", "Рино: 26.01 закрыто. Иное время: "),
    ],
)
def test_it_says_as_much_as_one_part_holds(language: str, place: str, text: str) -> None:
    names = next(each for each in names_of_offices() if place in each[language])
    message = as_sent(closure_text(notice_of(language, names, "2027-01-26")))
    assert text in message
