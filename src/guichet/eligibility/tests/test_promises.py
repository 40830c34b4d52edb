"""Promises about every traveler there can be, not some of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from guichet.eligibility.content import law
from guichet.eligibility.facts import (
    COMMON,
    DOCUMENT_TYPES,
    FEATURES,
    NAMES,
    VALUES,
    Document,
    Facts,
)
from guichet.eligibility.law import LawRow
from guichet.eligibility.programme import TOPIC
from guichet.eligibility.rules import decide
from guichet.eligibility.testing import answer_for, citizen_of
from guichet.web.words import texts

CODES = sorted(law().codes.nationalities)
TELLING = ["FRA", "ROU", "MEX", "IND", "USA", "CAN", "GBN", "HKG", "CHN", "BMU", "SPM", "XXA"]
ANSWER_OF = {1: "not_possible"} | {
    row: "not_required" if row <= 16 else "eta_required" if row <= 19 else "visa_required"
    for row in range(2, 22)
}
codes = st.sampled_from(TELLING) | st.sampled_from(CODES)
yes_or_no = st.booleans()
documents = st.builds(
    Document,
    issuer=codes,
    type=st.sampled_from(("ordinary", *DOCUMENT_TYPES)),
    features=st.frozensets(st.sampled_from(FEATURES)),
)
VALUE = {
    **{name: st.sampled_from(values) for name, values in VALUES.items()},
    "nationalities": st.lists(codes, min_size=1, max_size=3, unique=True).map(tuple),
    "document": documents,
    "origin": st.sampled_from(["SPM", "USA", "FRA"]),
}
whole = {name: VALUE.get(name, yes_or_no) for name in COMMON}
rare = {name: st.none() | VALUE.get(name, yes_or_no) for name in NAMES if name not in COMMON}
travelers = st.builds(Facts, **whole, **rare)
partly_known = st.builds(
    Facts, **{name: st.none() | value for name, value in whole.items()}, **rare
)
moments = st.sampled_from(law().changes).flatmap(
    lambda change: st.sampled_from([change, change + timedelta(hours=12)])
)


@given(travelers, moments)
def test_it_answers_everybody_who_has_told_everything(person: Facts, at: datetime) -> None:
    answer = decide(person, law(), at=at)
    assert answer.asks == ()
    assert answer.answer == ANSWER_OF[answer.row]
    assert f"row.{answer.instruction}.do" in texts(TOPIC)


@given(partly_known, moments)
def test_it_asks_one_fact_that_is_missing_or_answers(person: Facts, at: datetime) -> None:
    answer = decide(person, law(), at=at)
    if answer.answer is None:
        assert len(answer.asks) == 1
        given_document = answer.asks == ("document",) and person.document is not None
        assert given_document or getattr(person, answer.asks[0]) is None
    else:
        assert answer.asks == ()


@given(travelers, moments)
def test_it_asks_no_authorization_of_anybody_who_holds_a_valid_visa(
    person: Facts, at: datetime
) -> None:
    answer = decide(replace(person, holds_valid_trv=True), law(), at=at)
    assert answer.answer in {"not_required", "not_possible"}


@given(travelers, moments)
def test_it_never_asks_an_authorization_by_land(person: Facts, at: datetime) -> None:
    assert decide(replace(person, mode="land"), law(), at=at).answer != "eta_required"


@given(travelers, moments)
def test_it_never_gives_a_citizen_an_authorization(person: Facts, at: datetime) -> None:
    answer = decide(replace(person, status_ca="citizen"), law(), at=at)
    assert answer.answer == "not_possible"


@given(travelers, moments)
def test_it_hints_only_at_a_passport_that_does_better(person: Facts, at: datetime) -> None:
    answer = decide(person, law(), at=at)
    order = ("not_required", "eta_required", "visa_required")
    if answer.hint:
        assert answer.hint.nationality in (person.nationalities or ())
        assert order.index(answer.hint.answer) < order.index(answer.answer)


@given(partly_known, moments, st.data())
def test_it_reaches_an_answer_by_asking_each_fact_at_most_twice(
    person: Facts, at: datetime, data: st.DataObject
) -> None:
    for _ in range(len(COMMON) + 1):
        answer = decide(person, law(), at=at)
        if not answer.asks:
            return
        name = answer.asks[0]
        person = replace(person, **{name: data.draw(whole[name])})
    raise AssertionError(f"still asked for {answer.asks}")


@st.composite
def who_row_is_for(draw: st.DrawFn, row: LawRow) -> tuple[Facts, datetime]:
    """Draw somebody with what the row names, a passport of their own and nothing else."""
    code = draw(st.sampled_from(TELLING))
    passport = Document(code, "ordinary", draw(documents).features)
    values = {
        name: draw(st.sampled_from(sorted(choices, key=str)))
        for name, choices in row.when
        if name in NAMES
    }
    nothing = {"status_ca": "none", "us_status": "none", "holds_valid_trv": False, "mode": "air"}
    person = {**nothing, "trv_in_last_10_years": False, **values}
    person |= {
        "nationalities": (code,),
        "document": passport,
        "origin": values.get("origin", "SPM"),
    }
    ends = [change for change in law().changes if change >= row.since_at]
    in_force = [at for at in ends if row.until_at is None or at < row.until_at]
    return Facts(**person), draw(st.sampled_from(in_force))


@pytest.mark.parametrize("row", law().rows, ids=lambda row: f"{row.number}-{row.key}")
def test_it_has_no_dead_rows(row: LawRow) -> None:
    def reaches(case: tuple[Facts, datetime]) -> bool:
        answer = decide(case[0], law(), at=case[1])
        return (answer.row, answer.instruction) == (row.number, row.key)

    the_first = settings(max_examples=2_000, database=None, phases=[Phase.generate])
    find(who_row_is_for(row), reaches, settings=the_first)


@pytest.mark.parametrize("mode", VALUES["mode"])
def test_it_reaches_an_answer_for_every_nationality_by_every_way(mode: str) -> None:
    for code, at in product(CODES, law().changes):
        body = citizen_of(code, mode=mode, trv_in_last_10_years=False)
        answer = answer_for(body, at=at)
        assert answer.answer is not None, (code, mode, at)
        assert answer.answer == ANSWER_OF[answer.row]
