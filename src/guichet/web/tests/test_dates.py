"""Days, times and numbers in all sixteen languages, against a table read by eye."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from guichet.web.formats import dates
from guichet.web.formats.dates import long_day, plain_day, short_day
from guichet.web.formats.durations import duration
from guichet.web.languages import ALL

AT = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("America/New_York"))
TABLE = {
    "en": ("Monday, November 23, 2026", "2:30\xa0PM", "November 2026", "30 minutes"),
    "es": ("lunes, 23 de noviembre de 2026", "2:30\xa0p.\xa0m.", "noviembre de 2026", "30 minutos"),
    "fr": ("lundi 23 novembre 2026", "14:30", "novembre 2026", "30 minutes"),
    "pt": ("segunda-feira, 23 de novembro de 2026", "14:30", "novembro de 2026", "30 minutos"),
    "ht": ("lendi 23 novanm 2026", "2:30\xa0PM", "novanm 2026", "30 minit"),
    "pl": ("poniedziałek, 23 listopada 2026", "14:30", "listopad 2026", "30 minut"),
    "vi": ("Thứ Hai, 23 tháng 11, 2026", "14:30", "tháng 11 năm 2026", "30 phút"),
    "ko": ("2026년 11월 23일 월요일", "오후 2:30", "2026년 11월", "30분"),
    "zh-Hans": ("2026年11月23日星期一", "14:30", "2026年11月", "30分钟"),
    "ar": ("الاثنين، 23 نوفمبر 2026", "2:30 م", "نوفمبر 2026", "30 دقيقة"),
    "ru": ("понедельник, 23 ноября 2026\xa0г.", "14:30", "ноябрь 2026\xa0г.", "30 минут"),
    "fil": ("Lunes, Nobyembre 23, 2026", "2:30\xa0PM", "Nobyembre 2026", "30 minuto"),
    "de": ("Montag, 23. November 2026", "14:30", "November 2026", "30 Minuten"),
    "zh-Hant": ("2026年11月23日 星期一", "下午2:30", "2026年11月", "30 分鐘"),
    "it": ("lunedì 23 novembre 2026", "14:30", "novembre 2026", "30 minuti"),
    "ja": ("2026年11月23日月曜日", "14:30", "2026年11月", "30 分"),
}


def test_the_table_has_every_language() -> None:
    assert set(TABLE) == set(ALL)


@pytest.mark.parametrize("language", TABLE)
def test_it_writes_days_and_times_as_the_language_does(language: str) -> None:
    texts = (
        dates.long_day(AT.date(), language),
        dates.time_of(AT, language),
        dates.month_name(2026, 11, language),
        duration(30, language),
    )
    assert texts == TABLE[language]


@pytest.mark.parametrize("language", ALL)
def test_it_puts_day_and_time_together(language: str) -> None:
    together = dates.moment(AT, language)
    assert dates.long_day(AT.date(), language) in together
    assert dates.time_of(AT, language) in together


@pytest.mark.parametrize("language", ALL)
def test_it_uses_latin_digits_everywhere(language: str) -> None:
    texts = [dates.moment(AT, language), dates.zone_name(AT, language), dates.number(90, language)]
    assert all(character.isascii() for character in "".join(texts) if character.isdigit())


@pytest.mark.parametrize("language", [code for code in ALL if code not in {"en", "de"}])
def test_it_has_no_english_in_its_names(language: str) -> None:
    names = {*dates.weekday_names(language), *dates.months(language)}
    assert len(names) == 19
    assert not names & {*dates.weekday_names("en"), *dates.months("en")}


def test_haitian_creole_is_not_french() -> None:
    french = {*dates.weekday_names("fr"), *dates.months("fr")}
    assert {*dates.weekday_names("ht"), *dates.months("ht")} & french <= {"mas", "avril"}
    assert "heure" not in dates.zone_name(AT, "ht")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "Eastern Standard Time (GMT−5)"),
        ("America/Phoenix", "Mountain Standard Time (GMT−7)"),
        ("Pacific/Guam", "Chamorro Standard Time (GMT+10)"),
        ("Europe/London", "Greenwich Mean Time (GMT)"),
        ("Asia/Kolkata", "India Time (GMT+5:30)"),
    ],
)
def test_it_names_the_zone_and_its_distance(zone: str, name: str) -> None:
    assert dates.zone_name(AT.astimezone(ZoneInfo(zone)), "en") == name


def test_it_names_the_zone_in_force_on_the_day() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
    assert dates.zone_name(summer, "en") == "Eastern Daylight Time (GMT−4)"


@pytest.mark.parametrize(
    ("zone", "month", "name"),
    [
        ("Europe/Dublin", 12, "Greenwich Mean Time (GMT)"),
        ("Europe/Dublin", 7, "Irish Standard Time (GMT+1)"),
        ("Australia/Sydney", 1, "Australian Eastern Daylight Time (GMT+11)"),
        ("Asia/Tokyo", 7, "Japan Standard Time (GMT+9)"),
    ],
)
def test_it_knows_summer_by_the_clock_and_not_by_its_name(zone: str, month: int, name: str) -> None:
    at = datetime(2026, month, 10, 10, 0, tzinfo=ZoneInfo(zone))
    assert dates.zone_name(at, "en") == name


@pytest.mark.parametrize("language", ALL)
def test_a_calendar_has_seven_days_and_begins_with_one_of_them(language: str) -> None:
    assert len(dates.weekday_names(language, "abbreviated")) == 7
    assert dates.first_weekday(language) in {0, 6}
    assert sorted(dates.date_order(language)) == ["day", "month", "year"]


def test_it_keeps_apart_what_is_the_same_moment_in_two_zones() -> None:
    elsewhere = AT.astimezone(ZoneInfo("Asia/Tokyo"))
    assert dates.moment(AT, "en") == "Monday, November 23, 2026, 2:30\xa0PM"
    assert dates.moment(elsewhere, "en") == "Tuesday, November 24, 2026, 4:30\xa0AM"
    assert dates.zone_name(AT, "en") != dates.zone_name(elsewhere, "en")


@pytest.mark.slow
def test_it_keeps_the_months_of_one_language_out_of_another() -> None:
    """Asked in a process of its own for each, for what was asked first stays for good."""
    program = """
import django, os
django.setup()
from guichet.web.formats import dates
for first in ("zh-Hans", "ar", "ru"):
    if not (child := os.fork()):
        dates.months(first)
        print(first, dates.months("ko")[1], dates.months("en")[1], flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    lines = answer.stdout.decode().splitlines()
    assert lines == [f"{first} 2월 February" for first in ("zh-Hans", "ar", "ru")]


@pytest.mark.parametrize(
    ("language", "first"),
    [("fr", "1er août 1950"), ("it", "1º agosto 1950"), ("pt", "1º de agosto de 1950")],
)
def test_it_writes_the_first_of_a_month_as_the_language_does(language: str, first: str) -> None:
    assert plain_day(date(1950, 8, 1), language) == first
    assert plain_day(date(1950, 8, 11), language).startswith("11 ")


@pytest.mark.parametrize("show", [long_day, plain_day, short_day])
def test_it_writes_the_first_in_french_wherever_a_day_is_shown(show: Callable[..., str]) -> None:
    for month in range(1, 13):
        text = show(date(2026, month, 1), "fr")
        assert re.search(r"\b1er\b", text), text
        assert not re.search(r"\b1\b", text), text


@pytest.mark.parametrize("month", [1, 7])
def test_it_spells_north_in_filipino_as_its_readers_do(month: int) -> None:
    at = datetime(2027, month, 4, 9, tzinfo=ZoneInfo("America/New_York"))
    assert "Hilagang Amerika" in dates.zone_name(at, "fil")


@pytest.mark.parametrize(
    ("country", "language", "hour", "first"),
    [
        ("US", "es", "2:30\xa0p.\xa0m.", 6),
        ("ES", "es", "14:30", 0),
        ("FR", "es", "14:30", 6),
        ("FR", "en", "14:30", 0),
        ("FR", "ht", "14:30", 0),
        ("US", "ht", "2:30\xa0PM", 0),
        ("MA", "ar", "14:30", 0),
        ("CA", "fr", "14:30", 6),
        ("NZ", "en", "2:30\xa0PM", 0),
    ],
)
def test_clock_and_week_are_those_of_where_the_authority_is(
    settings: Settings, country: str, language: str, hour: str, first: int
) -> None:
    settings.AGENCY = replace(settings.AGENCY, countries={"appointments": country})
    assert dates.time_of(AT, language) == hour
    assert dates.first_weekday(language) == first
