"""Promises about every case there can be: how it is judged, how long it is valid, how it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from guichet.applications import rules, states
from guichet.applications.changes import rules as changes_rules
from guichet.applications.decisions import rules as decisions_rules
from guichet.applications.decisions.grounds import declarations_in
from guichet.applications.decisions.rules import CaseFacts, History
from guichet.applications.rules import Standing

CODES = (
    *("not_finished", "in_progress", "late", "action_needed", "approved"),
    *("not_approved", "no_longer_valid", "withdrawn"),
)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
standings = st.builds(
    Standing,
    state=st.sampled_from(states.STATES),
    due_at=st.none() | moments,
    valid_until=st.none() | days,
    ended_as=st.sampled_from(("", *states.ENDED_AS)),
    closed_by_officer=st.booleans(),
)
cases = st.builds(
    CaseFacts,
    document_type=st.sampled_from(("ordinary", "diplomatic", "emergency", "alien")),
    born_on=days,
    issued_on=days,
    expires_on=days,
    travel_on=st.none() | days,
    declarations=st.frozensets(st.sampled_from(("refused", "offence", "tuberculosis"))),
    claims_visa=st.booleans(),
)
simple_cases = st.builds(
    CaseFacts,
    document_type=st.just("ordinary"),
    born_on=st.dates(date(1960, 1, 1), date(2000, 1, 1)),
    issued_on=st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    expires_on=st.dates(date(2028, 1, 1), date(2034, 1, 1)),
)
histories = st.builds(History)
rows = st.none() | st.integers(1, 21)
TODAY = date(2026, 11, 22)
YES_OR_NO = {"refused", "offence", "tb_contact"}


@pytest.mark.parametrize("code", CODES)
def test_it_can_be_told_each_of_the_public_words(code: str) -> None:
    quick = settings(max_examples=2_000, database=None, phases=[Phase.generate])
    find(
        st.tuples(standings, moments),
        lambda case: rules.public_status(case[0], now=case[1]).code == code,
        settings=quick,
    )


@given(standings, moments, moments)
def test_it_offers_one_next_step_which_only_time_changes(
    standing: Standing, moment: datetime, other: datetime
) -> None:
    before, after = sorted([moment, other])
    first, later = (rules.public_status(standing, now=at) for at in (before, after))
    assert first.next_step and later.next_step
    steps = {(first.code, later.code)} - {("in_progress", "late"), ("approved", "no_longer_valid")}
    assert all(was == becomes for was, becomes in steps)


@given(moments, st.timedeltas(timedelta(), timedelta(days=400)))
def test_it_owes_an_answer_later_when_it_was_asked_later(at: datetime, pause: timedelta) -> None:
    assert rules.due_at(at, within=timedelta(hours=72)) == at + timedelta(hours=72)
    assert rules.due_at(at, within=timedelta(hours=72)) <= rules.due_at(
        at + pause, within=timedelta(hours=72)
    )


@given(days, days, days)
def test_it_is_valid_no_longer_for_an_earlier_day_or_an_earlier_expiry(
    first: date, expires: date, other: date
) -> None:
    earlier, later = sorted([expires, other])
    sooner, last = sorted([first, other])
    day = decisions_rules.last_day(first, years=5, passport_expires_on=later)
    assert decisions_rules.last_day(first, years=5, passport_expires_on=earlier) <= day <= later
    assert decisions_rules.last_day(
        sooner, years=5, passport_expires_on=expires
    ) <= decisions_rules.last_day(last, years=5, passport_expires_on=expires)


@given(cases, histories, rows)
def test_it_approves_only_where_nothing_needs_an_eye(
    case: CaseFacts, history: History, row: int | None
) -> None:
    reasons = decisions_rules.review_reasons(case, history, row=row, today=TODAY)
    harmless = (
        row in (17, 18)
        and not case.declarations
        and not case.claims_visa
        and case.document_type in decisions_rules.SIMPLE_DOCUMENTS
        and case.born_on <= case.issued_on <= TODAY <= case.expires_on
        and not (case.travel_on and case.expires_on < case.travel_on)
        and not any(vars_of(history))
    )
    if not reasons:
        assert harmless
    assert len(set(reasons)) == len(reasons)


def vars_of(history: History) -> list[bool]:
    return [history.other_person_on_passport, history.adverse_decision, history.other_open]


@given(cases, histories, rows, st.sampled_from(("refused", "offence", "health_condition")))
def test_it_looks_no_less_closely_when_more_is_declared(
    case: CaseFacts, history: History, row: int | None, more: str
) -> None:
    before = decisions_rules.review_reasons(case, history, row=row, today=TODAY)
    franker = replace(case, declarations=case.declarations | {more})
    after = decisions_rules.review_reasons(franker, history, row=row, today=TODAY)
    assert {*before, f"declared_{more}"} == set(after)


@given(simple_cases, st.sampled_from((17, 18)))
def test_it_approves_what_is_simple(case: CaseFacts, row: int) -> None:
    assert decisions_rules.review_reasons(case, History(), row=row, today=TODAY) == ()


@given(
    st.dictionaries(st.sampled_from(sorted(YES_OR_NO)), st.sampled_from(("yes", "no", ""))),
    st.sampled_from(("none", "", "untreated_syphilis")),
    st.text(max_size=5),
)
def test_it_hears_every_declaration(
    declarations: dict[str, str], condition: str, anything_else: str
) -> None:
    answers = {**declarations, "health_condition": condition, "anything_else": anything_else}
    yes = sum(value == "yes" for value in declarations.values())
    more = (condition == "untreated_syphilis") + bool(anything_else)
    assert len(declarations_in(answers)) == yes + more


@given(st.sampled_from("VC"), st.none() | st.integers(1, 21))
def test_it_ends_nothing_more_for_those_who_hold_a_permit(basis: str, row: int | None) -> None:
    with_permit = decisions_rules.lapses(basis, row=row, holds_permit=True)
    without = decisions_rules.lapses(basis, row=row, holds_permit=False)
    assert without or not with_permit
    if decisions_rules.ETA_ROWS.get(row) == basis or row in range(1, 17):
        assert not without


@given(st.sampled_from(changes_rules.GROUPS), st.sampled_from(states.STATES), st.booleans())
def test_it_lets_nobody_alter_what_decided_their_case(
    group: changes_rules.Group, state: str, valid: bool
) -> None:
    route = changes_rules.correction_route(group, state=state, valid=valid)
    assert (route.kind == "edit") == (state in states.UNSENT)
    assert route.has_fee == (route.kind == "new_application")
    if group in changes_rules.DECISIVE:
        assert route.kind in ("edit", "new_application")


def test_it_leads_from_every_state_to_an_end_without_the_client() -> None:
    """Whoever never comes back leaves a case that somebody else can end."""
    ours = [way for way in states.TRANSITIONS if way.by - {states.CLIENT}]
    for state in states.STATES:
        reach = {state}
        while fresh := {
            way.target for way in ours if reach & set(way.sources) and way.target not in reach
        }:
            reach |= fresh
        assert reach & states.ENDS, state


def test_it_lets_the_client_end_whatever_is_not_decided() -> None:
    their = [way for way in states.TRANSITIONS if states.CLIENT in way.by]
    for state in set(states.STATES) - states.ENDS - {"auto_review"}:  # which lasts a moment
        targets = {way.target for way in their if state in way.sources}
        assert targets & {"withdrawn", "abandoned"}, state


def test_it_lets_a_rule_approve_or_pass_on_and_nothing_else() -> None:
    by_rule = {way.target for way in states.TRANSITIONS if way.by == {states.SYSTEM}}
    assert by_rule == {"submitted", "auto_review", "issued", "manual_review"}
