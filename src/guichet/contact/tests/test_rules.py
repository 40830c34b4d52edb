"""Who reaches how much by what: every role, every level, every action, every set of facts."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.contact import rules
from guichet.contact.disclosure import table
from guichet.contact.rules import Proof
from guichet.kernel.obstacles import Obstacle
from guichet.staff.roles import ROLES

LEVELS = ("general", "send", "status", "case", "change")
# What each level adds to the ones before it, written down a second time: the table is data.
ADDS = {
    "general": {"explain"},
    "send": {"send_letter", "send_numbers", "send_code"},
    "status": {"tell_status"},
    "case": {
        *("tell_letters", "tell_requests", "tell_history"),
        *("open_enquiry", "escalate", "call_back"),
    },
    "change": {"change_contact", "correct"},
}
GOES_TO = {
    "general_agent": "send",
    "centre_staff": "send",
    "national_agent": "change",
    "supervisor": "change",
}
ACTIONS = sorted(action for actions in ADDS.values() for action in actions)
FACTS = sorted(table().facts)
FULL = {"number", "full_name", "birth_date", "passport_number"}
LOOK_UP = {"number", "passport_number", "issuer", "birth_date"}


def level_of(*facts: str, role: str = "national_agent", **other: object) -> str:
    proof = Proof(facts=frozenset(facts), **{"fits": True, **other})  # type: ignore[arg-type]
    return rules.reached(table(), {role}, proof)


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("level", LEVELS)
def test_every_cell_of_role_level_and_action(role: str, level: str) -> None:
    most = GOES_TO.get(role)
    rank = min(LEVELS.index(level), LEVELS.index(most)) if most else -1
    allowed = {action for name in LEVELS[: rank + 1] for action in ADDS[name]}
    assert {a for a in ACTIONS if rules.allows(table(), {role}, level, a)} == allowed
    assert sorted(table().actions) == ACTIONS


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (set(), "general"),
        ({"full_name", "birth_date"}, "general"),
        ({"number"}, "send"),
        ({"passport_number", "issuer", "birth_date"}, "send"),
        ({"number", "full_name", "birth_date"}, "send"),
        (LOOK_UP, "status"),
        ({"number", "passport_number", "issuer", "expiry_date"}, "status"),
        ({"passport_number", "issuer", "birth_date", "expiry_date"}, "status"),
        (FULL, "case"),
        (FULL | LOOK_UP, "case"),
        ({"number", "pin"}, "case"),
        ({"pin"}, "general"),
        ({"number", "code"}, "change"),
        ({"code"}, "general"),
    ],
)
def test_a_set_reaches_what_the_table_says(facts: set[str], level: str) -> None:
    assert level_of(*facts) == level
    assert level_of(*facts, role="auditor") == "general"
    at_most_sent = "general" if level == "general" else "send"
    assert level_of(*facts, fits=False) == at_most_sent
    for role in ("general_agent", "centre_staff"):
        assert level_of(*facts, role=role) == at_most_sent


@given(st.sets(st.sampled_from(sorted(table().facts))), st.integers(0, 5))
def test_what_does_not_fit_opens_nothing_and_more_facts_open_no_less(
    facts: set[str], failures: int
) -> None:
    wrong = level_of(*facts, fits=False, failures=failures)
    assert wrong in ("general", "send")
    rank = LEVELS.index(level_of(*facts, failures=failures))
    for fewer in combinations(facts, max(len(facts) - 1, 0)):
        assert LEVELS.index(level_of(*fewer, failures=failures)) <= rank


@pytest.mark.parametrize("role", ["national_agent", "supervisor"])
def test_after_three_failed_sets_a_code_alone_goes_on_by_telephone(role: str) -> None:
    for facts in (FULL, {"number", "pin"}):
        assert level_of(*facts, role=role, failures=2) == "case"
        assert level_of(*facts, role=role, failures=3) == "send"
        assert level_of(*facts, role=role, failures=3, channel="in_person") == "case"
    assert level_of(*FULL, "issuer", role=role, failures=3) == "status"
    assert level_of("number", "code", role=role, failures=9) == "change"


def test_a_representative_is_named_in_the_application() -> None:
    assert level_of(*FULL, participant="representative") == "send"
    assert level_of(*FULL, "representative_name", participant="representative") == "case"
    assert (
        level_of(*FULL, "representative_name", participant="representative", fits=False) == "send"
    )


def test_a_carrier_reaches_nothing_of_a_case_whoever_asks_and_whatever_it_gives() -> None:
    every = [set(facts) for size in (2, 4, len(FACTS)) for facts in combinations(FACTS, size)]
    levels = {
        level_of(*facts, role=role, participant="carrier") for facts in every for role in GOES_TO
    }
    assert levels == {"general"}
    allowed = [a for a in ACTIONS for r in GOES_TO if rules.allows(table(), {r}, "general", a)]
    assert set(allowed) == {"explain"}


def test_a_set_that_could_only_send_neither_fits_nor_fails() -> None:
    assert not rules.asks_for_proof(table(), {"number"})
    assert not rules.asks_for_proof(table(), {"number", "birth_date"})
    assert rules.asks_for_proof(table(), LOOK_UP)


def test_what_is_not_allowed_is_an_obstacle() -> None:
    with pytest.raises(Obstacle, match="not_disclosed"):
        rules.check_allowed(table(), {"general_agent"}, "change", "tell_status")
    rules.check_allowed(table(), {"national_agent"}, "case", "tell_status")
