"""The triage of what was forgot, mistaken or has changed. Values in, an outcome out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from guichet.applications import states
from guichet.applications.rules import DECISIVE, Group, correction_route

Why = Literal["forgot", "mistake", "changed"]
WHYS: tuple[Why, ...] = ("forgot", "mistake", "changed")
Kind = Literal["edit", "now", "verify", "request", "new_application", "attach", "disclose"]
KINDS: tuple[Kind, ...] = (
    "now",
    "verify",
    "request",
    "attach",
    "disclose",
    "new_application",
    "edit",
)
TOLD = {"attach", "disclose"}  # reaches an officer in words, and alters no answer
DECIDED = {"issued", "refused"}
FAMILY = ("who", "representative", "contact", "address", "travel")
CLIENTS = ("who", "representative")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one change. `material`: the decision, which is made, rested on it."""

    kind: Kind
    fee_cents: int = 0
    material: bool | None = None


def outcome(why: Why, group: Group, *, state: str, valid: bool, empty: bool) -> Outcome:
    """Return what becomes of a change; `empty`: the field has no answer yet.

    What was forgotten is attached while nothing is decided, so nobody pays twice for being honest.
    What has happened since and bears on the decision has to be told. All else follows the route of
    its group.
    """
    route = correction_route(group, state=state, valid=valid)
    material = group in DECISIVE if state in DECIDED else None
    if route.kind == "new_application" and may_tell(state=state, valid=valid):
        if why == "forgot" and state in states.OPEN and (group == "background" or empty):
            return Outcome("attach")
        if why == "changed" and group == "background":
            return Outcome("disclose", material=material)
    return Outcome(route.kind, route.fee_cents, material)


def may_tell(*, state: str, valid: bool) -> bool:
    """Tell whether an officer still reads what somebody writes of their own accord."""
    return state in states.OPEN or (state == "issued" and valid)


def shared_sections(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sections that the next person's form begins with.

    A family has its address, its contact and its journey in common. The clients of somebody who
    represents them by trade have nothing in common but this representative.
    """
    own = answers.get("on_behalf") != "yes"
    unpaid = answers.get("rep_paid") != "yes" and answers.get("rep_kind") == "family_or_friend"
    return FAMILY if own or unpaid else CLIENTS
