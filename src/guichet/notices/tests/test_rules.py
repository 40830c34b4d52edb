"""What may be done to a notice, by whom, and where it is shown: tables of cases, no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from guichet.kernel.obstacles import Obstacle
from guichet.notices import rules, values
from guichet.notices.rules import Place, Vocabulary
from guichet.notices.testing import make_deed, make_words
from guichet.notices.values import Notice

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
KNOWN = Vocabulary(programmes=["eta"], offices=["MIA"], countries=["MX"], languages=["en", "fr"])


def after(*deeds: tuple[str, str]) -> Notice:
    notice = None
    for minute, (verb, by) in enumerate(deeds):
        now = NOW + timedelta(minutes=minute)
        words = make_words(now=NOW) if verb in {"draft", "update"} else None
        deed = make_deed(verb, "n", by=by, now=now, words=words)
        notice = rules.done(notice, deed, identify=lambda notice, number: f"{notice}-{number}")
    assert notice
    return notice


@pytest.mark.parametrize(
    ("deeds", "state", "version"),
    [
        ("draft:a", "draft", None),
        ("draft:a publish:b", "published", 1),
        ("draft:a publish:b update:a", "published", 1),
        ("draft:a publish:b update:b publish:a", "published", 2),
        ("draft:a update:b publish:a", "published", 2),
        ("draft:a publish:b solve:a", "solved", 1),
        ("draft:a publish:b withdraw:a", "withdrawn", 1),
        ("draft:a withdraw:a", "withdrawn", None),
    ],
)
def test_it_goes_from_state_to_state(deeds: str, state: str, version: int | None) -> None:
    notice = after(*[tuple(deed.split(":")) for deed in deeds.split()])  # type: ignore[misc]
    assert (notice.state, notice.shown and notice.shown.number) == (state, version)


@pytest.mark.parametrize(
    ("deeds", "code"),
    [
        ("draft:a publish:a", "same_person"),
        ("draft:a publish:A ", "same_person"),
        ("draft:a publish:b update:b publish:b", "same_person"),
        ("draft:a publish:b publish:c", "already_published"),
        ("draft:a solve:b", "not_published"),
        ("draft:a publish:b solve:a solve:b", "ended_before"),
        ("draft:a publish:b solve:a update:b", "ended_before"),
        ("draft:a publish:b withdraw:a publish:b", "ended_before"),
        ("publish:b", "unknown_notice"),
        ("draft:", "no_name"),
    ],
)
def test_it_refuses(deeds: str, code: str) -> None:
    with pytest.raises(Obstacle) as refusal:
        after(*[tuple(deed.split(":")) for deed in deeds.split(" ") if deed])  # type: ignore[misc]
    assert refusal.value.code == code


def test_it_is_shown_from_its_beginning_to_its_end_and_told_for_a_while() -> None:
    notice = after(("draft", "a"), ("publish", "b"))
    end = NOW + timedelta(hours=24)
    cases = [
        (NOW - timedelta(seconds=1), "published", False, False, False),
        (NOW, "published", True, False, True),
        (end - timedelta(seconds=1), "published", True, False, True),
        (end, "expired", False, True, True),
        (end + timedelta(hours=2), "expired", False, False, True),
        (end + timedelta(hours=48), "expired", False, False, False),
    ]
    for now, *expected in cases:
        state = values.standing(notice, now=now).state
        is_shown, is_over = (
            values.is_in_force(notice, now=now),
            values.is_all_clear(notice, now=now),
        )
        assert [state, is_shown, is_over, values.is_in_feeds(notice, now=now)] == expected, now


def test_it_says_nothing_of_the_end_of_what_nobody_was_shown() -> None:
    early = make_words(now=NOW + timedelta(hours=3))
    notice = after(("draft", "a"), ("publish", "b"), ("solve", "a"))
    version = replace(notice.versions[0], words=early)
    assert not values.is_all_clear(replace(notice, versions=(version,)), now=NOW + timedelta(1))
    assert not values.is_all_clear(
        after(("draft", "a"), ("publish", "b"), ("withdraw", "a")), now=NOW + timedelta(minutes=3)
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "Two words"}, "kind"),
        ({"severity": "bad"}, "severity"),
        ({"scope": ("office:XXX",)}, "scope"),
        ({"scope": ()}, "scope"),
        ({"ends_at": NOW}, "ends_before"),
        ({"starts_at": NOW - timedelta(2), "ends_at": NOW - timedelta(1)}, "over"),
        ({"ends_at": NOW + timedelta(days=91)}, "too_late"),
        ({"title": {}, "text": {}}, "words_missing"),
        ({"title": {"en": "A"}}, "words_missing"),
        ({"title": {"xx": "A"}, "text": {"xx": "B"}}, "language"),
        ({"title": {"en": "A"}, "text": {"en": " "}}, "unreadable"),
        ({"title": {"en": "A"}, "text": {"en": "a\x00b"}}, "unreadable"),
        ({"title": {"en": "A"}, "text": {"en": "b" * 401}}, "too_long"),
    ],
)
def test_it_refuses_words_that_are_no_notice(change: dict[str, object], code: str) -> None:
    with pytest.raises(Obstacle) as refusal:
        rules.check_words(replace(make_words(now=NOW), **change), KNOWN, now=NOW)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_it_takes_words_of_exactly_the_limit() -> None:
    words = replace(make_words(now=NOW), title={"fr": "é" * 400}, text={"fr": "b" * 400})
    rules.check_words(words, KNOWN, now=NOW)


def test_it_is_shown_where_it_concerns_somebody() -> None:
    first, apply = Place(), Place(programme="eta")
    miami = Place(programme="appointments", office="MIA")
    kiosk = Place(channel="kiosk", programme="appointments", office="MIA")
    contact, staff = Place(names_telephones=True), Place(is_of_staff=True)
    table = {
        "site": (first, apply, miami, kiosk, contact, staff),
        "country:MX": (first, apply, miami, kiosk, contact, staff),
        "programme:eta": (apply, staff),
        "office:MIA": (first, miami, kiosk, contact, staff),
        "office:BOS": (first, contact, staff),
        "channel:web": (first, apply, miami, contact, staff),
        "channel:telephone": (contact, staff),
        "channel:in_person": (kiosk, staff),
        "channel:kiosk": (kiosk, staff),
        "channel:airline": (staff,),
    }
    everywhere = (first, apply, miami, kiosk, contact, staff)
    for scope, places in table.items():
        there = tuple(place for place in everywhere if rules.concerns([scope], place))
        assert there == places, scope
