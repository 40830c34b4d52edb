"""A day before the rules are known is answered with a sentence, on the page and to programs."""

import copy
from datetime import date, datetime

import pytest
from django.test import Client

from guichet.eligibility import api, content, voice
from guichet.eligibility.asking import answer_page, question_page, questions, views
from guichet.kernel.reading.days import authority_zone

ASKED = "/en/eta/need/?held=none&nationalities=FRA&mode=air&document=FRA.ordinary&rare=none&on="


@pytest.fixture(autouse=True)
def _history_from_an_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    law = copy.copy(content.law())
    law.__dict__.pop("first_day", None)
    law.starts_at = datetime(2026, 2, 1, 15, tzinfo=authority_zone())
    for module in (api, voice, views, answer_page, question_page, questions):
        monkeypatch.setattr(module, "law", lambda: law)


def test_the_first_day_is_the_first_whose_noon_is_known() -> None:
    assert questions.law().first_day == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("day", "status"), [("2020-01-01", 422), ("2026-02-01", 422), ("2026-02-02", 200)]
)
def test_a_page_says_from_when_on_they_are_known(day: str, status: int) -> None:
    answer = Client().get(ASKED + day)
    assert answer.status_code == status
    sentence = "Choose February 2, 2026 or a later day. We do not know the rules before."
    assert (sentence in answer.content.decode()) == (status == 422)


@pytest.mark.parametrize(("day", "status"), [("2020-01-01", 422), ("2026-02-01", 422)])
def test_a_program_is_told_which_field_it_is(day: str, status: int) -> None:
    answer = Client().post("/api/v1/eta/eligibility", {"on": day}, content_type="application/json")
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("on", "out_of_range")
    assert error["detail"]
