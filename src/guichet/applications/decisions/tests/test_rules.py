"""Promises about every application, not three of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications import rules, states
from guichet.applications.changes import rules as changes_rules
from guichet.applications.decisions import rules as decisions_rules
from guichet.applications.decisions.rules import CaseFacts, History
from guichet.applications.rules import Standing, public_status
from guichet.applications.testing import NOW
from guichet.kernel.obstacles import Obstacle

PUBLIC = {
    "not_finished",
    "in_progress",
    "late",
    "action_needed",
    "approved",
    "not_approved",
    "no_longer_valid",
    "withdrawn",
}
DAYS = st.dates(date(2018, 6, 5), date(2090, 12, 31))
MOMENTS = st.datetimes(datetime(2018, 6, 6), datetime(2090, 1, 1), timezones=st.just(UTC))
STANDINGS = st.builds(
    Standing,
    state=st.sampled_from(states.STATES),
    due_at=st.none() | MOMENTS,
    valid_until=st.none() | DAYS,
    ended_as=st.sampled_from(["", *states.ENDED_AS]),
    closed_by_officer=st.booleans(),
)
SIMPLE = CaseFacts(
    document_type="ordinary",
    born_on=date(1985, 5, 17),
    issued_on=date(2024, 2, 1),
    expires_on=date(2034, 1, 31),
)
CASES = st.builds(
    CaseFacts,
    document_type=st.sampled_from(["ordinary", "emergency", "diplomatic", "alien"]),
    born_on=DAYS,
    issued_on=DAYS,
    expires_on=DAYS,
    travel_on=st.none() | DAYS,
    declarations=st.frozensets(st.sampled_from(["refused", "offence", "anything_else"])),
    claims_visa=st.booleans(),
)
GROUPS = st.sampled_from(changes_rules.GROUPS)


PUBLIC_STATUSES = [
    ("draft", "not_finished", "resume"),
    ("submitted_unpaid", "not_finished", "pay"),
    ("submitted", "in_progress", "wait"),
    ("auto_review", "in_progress", "wait"),
    ("manual_review", "in_progress", "wait"),
    ("info_received", "in_progress", "wait"),
    ("info_requested", "action_needed", "send_information"),
    ("interview_requested", "action_needed", "come_to_interview"),
    ("issued", "approved", "travel_with_this_passport"),
    ("refused", "not_approved", "see_options"),
    ("withdrawn", "withdrawn", "apply_again"),
    ("abandoned", "withdrawn", "apply_again"),
]


def test_no_state_is_left_without_a_public_status() -> None:
    assert {state for state, _, _ in PUBLIC_STATUSES} == set(states.STATES)


@pytest.mark.parametrize(("state", "code", "step"), PUBLIC_STATUSES)
def test_it_has_one_public_status_and_one_next_step_for_every_state(
    state: str, code: str, step: str
) -> None:
    status = public_status(Standing(state=state, due_at=NOW + timedelta(hours=1)), now=NOW)
    assert (status.code, status.next_step) == (code, step)


def test_it_tells_a_citizen_which_document_to_use() -> None:
    status = public_status(Standing(state="withdrawn", closed_by_officer=True), now=NOW)
    assert status.next_step == "use_right_document"


@pytest.mark.parametrize("state", sorted(states.OURS))
def test_it_is_late_from_the_very_second(state: str) -> None:
    standing = Standing(state=state, due_at=rules.due_at(NOW, within=timedelta(hours=72)))
    almost = NOW + timedelta(hours=72) - timedelta(seconds=1)
    assert public_status(standing, now=almost).code == "in_progress"
    assert public_status(standing, now=NOW + timedelta(hours=72)).code == "late"


def test_it_is_valid_to_the_end_of_its_last_day_in_ottawa() -> None:
    standing = Standing(state="issued", valid_until=date(2026, 11, 23))
    last = datetime(2026, 11, 24, 4, 59, 59, tzinfo=UTC)
    assert public_status(standing, now=last).code == "approved"
    assert public_status(standing, now=last + timedelta(seconds=1)).code == "no_longer_valid"


@given(STANDINGS, MOMENTS)
def test_it_always_tells_one_of_eight_words(standing: Standing, now: datetime) -> None:
    assert public_status(standing, now=now).code in PUBLIC


@given(STANDINGS, MOMENTS)
def test_it_calls_approved_only_what_is_valid(standing: Standing, now: datetime) -> None:
    if public_status(standing, now=now).code == "approved":
        assert standing.state == "issued" and not standing.ended_as
        assert standing.valid_until is None or standing.valid_until >= now.date() - timedelta(1)


@given(STANDINGS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_it_never_becomes_valid_again(standing: Standing, now: datetime, pause: timedelta) -> None:
    if public_status(standing, now=now).code in ("late", "no_longer_valid"):
        assert public_status(standing, now=now + pause) == public_status(standing, now=now)


@given(DAYS, DAYS)
def test_it_ends_with_the_passport_or_after_five_years(first: date, expires: date) -> None:
    last = decisions_rules.last_day(first, years=5, passport_expires_on=expires)
    assert last <= expires
    assert last.year <= first.year + 5
    assert last == expires or (last.year, last.month) == (first.year + 5, first.month)


def test_it_approves_the_simple_case() -> None:
    assert decisions_rules.review_reasons(SIMPLE, History(), row=18, today=NOW.date()) == ()


@pytest.mark.parametrize(
    ("changes", "row", "reason"),
    [
        ({}, 20, "not_eligible_by_table"),
        ({}, None, "not_eligible_by_table"),
        ({}, 19, "conditional_nationality"),
        ({"claims_visa": True}, 18, "conditional_nationality"),
        ({"document_type": "emergency"}, 18, "unusual_document"),
        ({"born_on": date(2025, 1, 1)}, 18, "dates_do_not_fit"),
        ({"issued_on": date(2027, 1, 1)}, 18, "dates_do_not_fit"),
        ({"expires_on": date(2026, 11, 22)}, 18, "passport_expired"),
        ({"travel_on": date(2034, 2, 1)}, 18, "passport_expires_before_travel"),
        ({"declarations": frozenset({"offence"})}, 18, "declared_offence"),
        ({"declarations": frozenset({"anything_else"})}, 18, "declared_anything_else"),
    ],
)
def test_it_lists_for_an_officer(changes: dict[str, object], row: int, reason: str) -> None:
    case = replace(SIMPLE, **changes)  # type: ignore[arg-type]
    assert reason in decisions_rules.review_reasons(case, History(), row=row, today=NOW.date())


@pytest.mark.parametrize("fact", ["other_person_on_passport", "adverse_decision", "other_open"])
def test_it_lists_for_an_officer_what_history_tells(fact: str) -> None:
    history = replace(History(), **{fact: True})
    assert decisions_rules.review_reasons(SIMPLE, history, row=18, today=NOW.date())


@given(CASES, DAYS, st.sampled_from([*range(1, 22), None]))
def test_it_approves_nobody_who_declares_is_ineligible_or_has_expired(
    case: CaseFacts, today: date, row: int | None
) -> None:
    if decisions_rules.review_reasons(case, History(), row=row, today=today) == ():
        assert row in (17, 18)
        assert not case.declarations and not case.claims_visa
        assert case.born_on <= case.issued_on <= today <= case.expires_on
        assert case.travel_on is None or case.travel_on <= case.expires_on
        assert case.document_type in decisions_rules.SIMPLE_DOCUMENTS


@pytest.mark.parametrize(
    ("group", "state", "kind"),
    [
        ("identity", "draft", "edit"),
        ("identity", "submitted_unpaid", "edit"),
        ("identity", "manual_review", "new_application"),
        ("document", "issued", "new_application"),
        ("background", "submitted", "new_application"),
        ("background", "refused", "new_application"),
        ("email", "manual_review", "verify"),
        ("email", "issued", "verify"),
        ("contact", "info_requested", "now"),
        ("address", "manual_review", "now"),
        ("address", "issued", "request"),
        ("job", "refused", "request"),
        ("travel", "issued", "now"),
        ("contact", "withdrawn", "new_application"),
    ],
)
def test_it_sorts_changes(group: changes_rules.Group, state: str, kind: str) -> None:
    assert changes_rules.correction_route(group, state=state, valid=state == "issued").kind == kind


@given(GROUPS, st.sampled_from(states.STATES), st.booleans())
def test_it_asks_for_the_fee_only_with_a_new_application(
    group: changes_rules.Group, state: str, valid: bool
) -> None:
    route = changes_rules.correction_route(group, state=state, valid=valid)
    assert route.has_fee == (route.kind == "new_application")
    if group in changes_rules.DECISIVE and state not in states.UNSENT:
        assert route.kind == "new_application"
    if state in states.UNSENT:
        assert route.kind == "edit"


@given(GROUPS, st.sampled_from(states.STATES))
def test_it_corrects_nothing_of_what_is_over(group: changes_rules.Group, state: str) -> None:
    route = changes_rules.correction_route(group, state=state, valid=False)
    if state in ("issued", "withdrawn", "abandoned"):
        assert route.kind == "new_application"


@given(GROUPS, st.sampled_from(states.STATES), st.booleans())
def test_it_never_changes_an_address_of_mail_unproven(
    group: changes_rules.Group, state: str, valid: bool
) -> None:
    route = changes_rules.correction_route("email", state=state, valid=valid)
    assert route.kind in ("edit", "verify", "new_application")


@pytest.mark.parametrize(
    ("basis", "row", "permit", "ends"),
    [
        ("V", 18, False, False),
        ("V", 17, False, False),
        ("V", 19, False, True),
        ("V", 19, True, False),
        ("V", 20, True, False),
        ("V", 20, False, True),
        ("V", 21, True, True),
        ("C", 19, False, False),
        ("C", 18, False, False),
        ("C", 20, False, True),
        ("C", 21, True, True),
        ("V", 4, False, False),
        ("V", None, False, True),
    ],
)
def test_it_ends_what_the_lists_no_longer_carry(
    basis: str, row: int | None, permit: bool, ends: bool
) -> None:
    assert decisions_rules.lapses(basis, row=row, holds_permit=permit) == ends


def test_it_lets_nobody_look_again_at_their_own_decision() -> None:
    decisions_rules.check_other_officer(2, [1, None])
    with pytest.raises(Obstacle, match="same_officer"):
        decisions_rules.check_other_officer(1, [1, None])


def test_it_wants_a_reason_that_may_be_shown() -> None:
    with pytest.raises(Obstacle, match="invalid"):
        decisions_rules.check_reasons([])
