"""Wrong guesses at a status are counted however many come at once; right ones leave no trace."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from guichet.applications.models import Application
from guichet.applications.public_status import StatusQuestion, look_up
from guichet.applications.testing import GUESSER, NOW, make_paid
from guichet.kernel.models import Try
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)


def question_of(application: Application) -> StatusQuestion:
    return StatusQuestion(
        number=application.number,
        passport_number=application.answers["passport_number"],
        issuer="IRL",
        born_on=date(1985, 5, 17),
    )


def answer(question: StatusQuestion) -> str:
    try:
        return look_up(question, guesser=GUESSER, now=NOW).status.code
    except Obstacle as obstacle:
        return obstacle.code
    finally:
        connections.close_all()


def test_it_looks_at_five_wrong_guesses_when_twenty_come_at_once() -> None:
    wrong = replace(question_of(make_paid()), born_on=date(1985, 5, 18))
    with ThreadPoolExecutor(max_workers=5) as pool:
        answers = list(pool.map(answer, [wrong] * 20))
    assert sorted(answers) == ["not_found"] * 5 + ["too_many"] * 15
    assert Try.objects.count() == 5


def test_a_right_look_up_writes_nothing_where_nothing_is_limited(settings: Settings) -> None:
    question = question_of(make_paid())
    settings.RATE_LIMITS = False
    with transaction.atomic(), connection.cursor() as cursor:
        assert look_up(question, guesser=GUESSER, now=NOW).status.code == "approved"
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        assert cursor.fetchone() == (None,), "its end waits for the disk"
