"""Promises about every name, every release day and every pause."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.booking import rules
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import births

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
PAUSE = (300, 3600)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Sukarno ", "Sukarno"),
        ("X", "X"),
        ("Nguyễn Thị  Ánh", "Nguyễn Thị Ánh"),
        ("O'Brien-Smythe Jr.", "O'Brien-Smythe Jr."),
        ("علاء الدين", "علاء الدين"),
        ("王小明", "王小明"),
        ("Kahoʻokano", "Kahoʻokano"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("𠮷野", "𠮷野"),
        ("e\u0301", "é"),
        ("Null", "Null"),
        ("Rajan A/L Muthu", "Rajan A/L Muthu"),
        ("Singh s/o Kaur", "Singh s/o Kaur"),
        ("King, Jr.", "King, Jr."),
        ("‘Ofa", "‘Ofa"),
        ("ジョン・スミス", "ジョン・スミス"),
    ],
)
def test_it_keeps_a_name_in_any_script(text: str, name: str) -> None:
    assert rules.clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        (" \u00a0 ", "required"),
        ("a" * 201, "too_long"),
        ("R2D2", "name_characters"),
        ("Ann 😀", "name_characters"),
        ("Ann;Bob", "name_characters"),
        ("Ann\x00", "name_characters"),
        ("Ann\ud800", "name_characters"),
        ("<b>Ann</b>", "name_characters"),
        ("- . -", "name_characters"),
    ],
)
def test_it_refuses_what_is_no_name(text: str, code: str) -> None:
    with pytest.raises(Obstacle) as obstacle:
        rules.clean_name(text)
    assert obstacle.value.code == code


@given(st.text(alphabet=st.characters(categories=["L", "M"]), min_size=1, max_size=100))
def test_it_takes_one_person_for_the_same_however_the_name_is_spaced(name: str) -> None:
    spaced = " ".join(name).upper()
    if unicodedata.normalize("NFKC", spaced).casefold().replace(" ", "") == unicodedata.normalize(
        "NFKC", name
    ).casefold().replace(" ", ""):
        assert rules.same_person_name(spaced) == rules.same_person_name(name)


@given(st.floats(0, 1), st.integers(0, 60 * 24 * 90))
def test_it_rests_a_place_five_to_sixty_minutes_unless_it_starts_soon(
    chance: float, minutes: int
) -> None:
    starts_at = NOW + timedelta(minutes=minutes)

    again = rules.reopens_at(NOW, starts_at=starts_at, chance=chance, pause=PAUSE)

    if starts_at - NOW < timedelta(hours=48):
        assert again == NOW
    else:
        assert timedelta(minutes=5) <= again - NOW <= timedelta(minutes=60)


@given(st.integers(20, 59), st.floats(0, 1, exclude_max=True), st.integers(0, 23))
def test_it_opens_a_day_inside_the_announced_window_of_its_release_day(
    position: int, chance: float, hour: int
) -> None:
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(60)]
    window = timedelta(minutes=60)

    opens_at = rules.released_at(
        days[position],
        open_days=days,
        horizon=20,
        at=time(hour),
        zone=NEW_YORK,
        window=window,
        chance=chance,
    )

    start = rules.window_start(days[position - 20], at=time(hour), zone=NEW_YORK)
    assert start <= opens_at < start + window


@pytest.mark.parametrize(
    ("born", "code"),
    [
        ("2026-11-23", ""),
        ("2026-11-24", "birth_in_future"),
        ("2026-11", ""),
        ("2026-12", "birth_in_future"),
        ("2026", ""),
        ("2027-01-01", "birth_year_in_future"),
        ("2027", "birth_year_in_future"),
        ("1906-01-01", ""),
        ("1906", ""),
        ("1905-12-31", "birth_too_early"),
        ("1905", "birth_too_early"),
        ("0085-05-17", "birth_year_digits"),
        ("2000-02-29", ""),
    ],
)
def test_it_accepts_a_birth_that_can_be(born: str, code: str) -> None:
    try:
        rules.check_birth(births.read(born), today=date(2026, 11, 23))
    except Obstacle as obstacle:
        assert obstacle.code == code
    else:
        assert not code


@pytest.mark.parametrize(
    ("capacity", "percent", "room"),
    [
        (10, 80, 8),
        (1, 80, 1),
        (3, 50, 1),
        (3, 0, 0),
        (0, 80, 0),
        (4, 100, 4),
    ],
)
def test_it_leaves_staff_their_share(capacity: int, percent: int, room: int) -> None:
    assert rules.public_room(capacity, percent=percent) == room


STARTS = datetime(2026, 12, 15, 9, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "booked", "due"),
    [
        ((12, 8, 5, 59), (11, 30, 9, 0), None),
        ((12, 8, 6, 0), (11, 30, 9, 0), "reminder_7_days"),
        ((12, 9, 6, 0), (11, 30, 9, 0), None),  # it would say "in one week"
        ((12, 13, 6, 0), (11, 30, 9, 0), "reminder_2_days"),
        ((12, 15, 6, 0), (11, 30, 9, 0), "reminder_same_day"),
        ((12, 15, 9, 30), (11, 30, 9, 0), None),
        ((12, 12, 9, 0), (12, 11, 9, 0), None),
        ((12, 13, 7, 0), (12, 11, 9, 0), "reminder_2_days"),
        ((12, 15, 8, 0), (12, 15, 7, 0), None),
    ],
)
def test_it_reminds_when_the_hour_has_come_and_never_after_its_purpose(
    now: tuple[int, ...], booked: tuple[int, ...], due: str | None
) -> None:
    at = datetime(2026, *now, tzinfo=NEW_YORK)  # type: ignore[arg-type]
    booked_at = datetime(2026, *booked, tzinfo=NEW_YORK)  # type: ignore[arg-type]
    assert rules.due_reminder(STARTS, booked_at=booked_at, now=at, zone=NEW_YORK) == due
