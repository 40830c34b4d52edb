"""When an enquiry may be asked, and by when it is answered."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications.enquiries import rules
from guichet.applications.testing import NOW
from guichet.kernel.obstacles import Obstacle

CANADA = holidays.country_holidays("CA", years=range(2025, 2032))
DAYS = st.integers(0, 1825).map(lambda days: date(2026, 1, 1) + timedelta(days))


@pytest.mark.parametrize(
    ("kind", "asked_on", "promised"),
    [
        ("late", date(2026, 11, 23), date(2026, 11, 25)),
        ("late", date(2026, 11, 27), date(2026, 12, 1)),  # over a weekend
        ("late", date(2026, 12, 24), date(2026, 12, 29)),  # over Christmas and a weekend
        ("other", date(2026, 6, 29), date(2026, 7, 7)),  # over Canada Day and a weekend
    ],
)
def test_it_promises_working_days(kind: str, asked_on: date, promised: date) -> None:
    assert rules.promised_on(kind, today=asked_on, closed=CANADA) == promised


@given(st.sampled_from(sorted(rules.ANSWERED_WITHIN)), DAYS)
def test_it_promises_a_day_on_which_somebody_works(kind: str, day: date) -> None:
    promised = rules.promised_on(kind, today=day, closed=CANADA)
    assert day < promised <= day + timedelta(days=14)
    assert promised.weekday() < 5
    assert promised not in CANADA


@pytest.mark.parametrize(
    ("state", "hours", "late"),
    [
        ("manual_review", -1, False),
        ("manual_review", 0, True),
        ("submitted", 1, True),
        ("info_requested", 1, False),  # it is the client's turn
        ("issued", 1, False),
    ],
)
def test_it_is_late_only_when_we_owe_an_answer(state: str, hours: int, late: bool) -> None:
    now = NOW + timedelta(hours=hours)
    assert rules.is_late(state, due_at=NOW, now=now) is late
    if not late:
        with pytest.raises(Obstacle, match="not_late"):
            rules.check_late(state, due_at=NOW, now=now)


def test_it_is_never_late_without_a_clock() -> None:
    assert not rules.is_late("submitted", due_at=None, now=NOW)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"kind": "late"}, {"kind": "unknown_value"}),
        ({"kind": "gossip"}, {"kind": "unknown_value"}),
        ({"about": "weather"}, {"about": "unknown_value"}),
        ({"kind": "other", "words": ""}, {"words": "required"}),
        ({"words": "x" * 2001}, {"words": "too_long"}),
        ({"reply_to": ""}, {"reply_to": "required"}),
    ],
)
def test_it_says_what_is_missing(changes: dict[str, str], errors: dict[str, str]) -> None:
    fields = {"kind": "trouble", "about": "", "words": "", "reply_to": "a@example.org", **changes}
    with pytest.raises(Obstacle, match="invalid") as stop:
        rules.check_question(**fields, has_case=False, has_address=False)
    assert stop.value.facts["errors"] == errors


def test_it_needs_no_address_where_one_is_on_file() -> None:
    rules.check_question("late", about="", words="", reply_to="", has_case=True, has_address=True)
