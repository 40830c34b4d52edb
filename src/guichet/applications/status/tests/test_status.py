"""Where does it stand? One answer for unknown and wrong, few statements, and an end to guessing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.applications.decisions import actions as decisions
from guichet.applications.models import Application
from guichet.applications.public_status import UNKNOWN, StatusQuestion, look_up, masked, of
from guichet.applications.testing import (
    GUESSER,
    NETWORK,
    NOW,
    make_asked,
    make_draft,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
    make_sent,
)
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.models import Try
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

BORN, ISSUED, EXPIRES = date(1985, 5, 17), date(2024, 2, 1), date(2034, 1, 31)


def question_of(application: Application, **changes: object) -> StatusQuestion:
    passport = application.answers["passport_number"]
    facts = StatusQuestion(
        number=application.number, passport_number=passport, issuer="IRL", born_on=BORN
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def without_number(application: Application, **changes: object) -> StatusQuestion:
    return question_of(application, **{"number": "", "expires_on": EXPIRES, **changes})


def code(question: StatusQuestion, *, hours: int = 0, network: bytes = NETWORK) -> str:
    return look_up(
        question, guesser=Guesser(ladder=Ladder((network,))), now=NOW + timedelta(hours=hours)
    ).status.code


@pytest.mark.parametrize(
    ("make", "hours", "expected"),
    [
        (lambda: make_draft().application, 0, "not_finished"),
        (lambda: make_sent().application, 0, "not_finished"),
        (make_listed, 71, "in_progress"),
        (make_listed, 72, "late"),
        (make_asked, 0, "action_needed"),
        (make_paid, 0, "approved"),
        (make_refused, 0, "not_approved"),
        (make_paid, 24 * 366 * 5, "no_longer_valid"),
    ],
)
def test_it_tells_each_public_status_both_ways(
    make: Callable[[], Application], hours: int, expected: str
) -> None:
    application = make()
    assert code(question_of(application), hours=hours) == expected
    assert code(without_number(application), hours=hours) == expected
    assert of(application, now=NOW + timedelta(hours=hours)).status.code == expected


def test_it_tells_what_was_withdrawn() -> None:
    application = make_listed()
    decisions.close(application.pk, officer=make_officer(), public=["citizen"], now=NOW)
    assert code(question_of(application)) == "withdrawn"


@pytest.mark.parametrize("date_asked", [{"born_on": BORN}, {"issued_on": ISSUED}])
def test_it_takes_any_one_of_three_dates(date_asked: dict[str, date]) -> None:
    application = make_paid()
    question = replace(question_of(application), born_on=None)
    assert code(replace(question, **date_asked)) == "approved"  # type: ignore[arg-type]
    assert code(replace(question, expires_on=EXPIRES)) == "approved"


def test_it_reads_a_passport_number_as_people_type_it() -> None:
    application = make_paid()
    question = question_of(
        application, passport_number=" pa 000-0000 ", number=application.number.lower()
    )
    assert code(question) == "approved"


WRONG: list[dict[str, object]] = [
    {"number": "V000000009"},
    {"passport_number": "PA0000009"},
    {"issuer": "FRA"},
    {"born_on": date(1985, 5, 18)},
    {"issued_on": date(2024, 2, 2)},
    {"number": "", "expires_on": date(2034, 2, 1)},
    {"number": "", "expires_on": EXPIRES, "born_on": date(1985, 5, 18)},
    {"number": "", "expires_on": EXPIRES, "passport_number": "PA0000009"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_it_says_the_same_of_everything_that_does_not_fit(wrong: dict[str, object]) -> None:
    application = make_paid()
    assert look_up(question_of(application, **wrong), guesser=GUESSER, now=NOW) == UNKNOWN


@pytest.mark.parametrize("wrong", [{}, *WRONG], ids=str)
def test_it_does_the_same_work_in_one_statement(wrong: dict[str, object]) -> None:
    application = make_paid()
    with CaptureQueriesContext(connection) as statements:
        look_up(question_of(application, **wrong), guesser=GUESSER, now=NOW)
    assert len(statements) == 1


def test_it_wants_enough_to_look_anything_up_by() -> None:
    application = make_paid()
    for missing in (
        question_of(application, born_on=None),
        without_number(application, expires_on=None),
        question_of(application, passport_number=""),
    ):
        with pytest.raises(Obstacle, match="invalid"):
            look_up(missing, guesser=GUESSER, now=NOW)


def test_it_stops_guessing_after_five_failures_even_at_the_right_one() -> None:
    application = make_paid()
    for _ in range(5):
        assert code(question_of(application, born_on=ISSUED)) == "not_found"
    with pytest.raises(Obstacle, match="too_many") as stop:
        code(question_of(application))
    assert stop.value.facts["retry_after"] == 3600
    assert code(question_of(application), network=b"o" * 32) == "approved"
    assert code(question_of(application), hours=1) == "approved"


def test_it_counts_unknown_numbers_alike() -> None:
    application = make_paid()
    for _ in range(5):
        assert code(question_of(application, number="V000000009")) == "not_found"
    with pytest.raises(Obstacle, match="too_many"):
        code(question_of(application, number="V000000009"))


def test_it_counts_no_success() -> None:
    application = make_paid()
    for _ in range(8):
        assert code(question_of(application)) == "approved"
    assert Try.objects.count() == 0


def test_it_shows_the_application_whose_news_is_most_urgent() -> None:
    valid = make_paid(1)
    make_draft(1)
    assert code(without_number(valid)) == "approved"
    make_asked(1)
    assert code(without_number(valid)) == "action_needed"


def test_it_shows_ends_of_numbers_only() -> None:
    standing = of(make_paid(7), now=NOW)
    assert masked(standing.authorization).startswith("J••••••")
    assert standing.passport_ends_in == "007"
