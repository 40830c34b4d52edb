"""The triage of what was forgot, mistaken or has changed. Values in, an outcome out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from guichet.applications import states

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
CODE_STANDS = timedelta(hours=1)  # that proves a new e-mail address
RouteKind = Literal["edit", "now", "verify", "request", "new_application"]
Group = Literal[
    "identity", "document", "background", "contact", "address", "job", "travel", "email"
]
GROUPS: tuple[Group, ...] = (
    "identity",
    "document",
    "background",
    "contact",
    "address",
    "job",
    "travel",
    "email",
)
DECISIVE = {"identity", "document", "background"}
IN_WORDS = {"attach", "disclose"}  # reaches an officer in words, and alters no answer
DECIDED = {"issued", "refused"}


@dataclass(frozen=True, slots=True)
class Route:
    """What becomes of a change: corrected now, a request, or a new application with its fee."""

    kind: RouteKind
    has_fee: bool = False


def correction_route(group: Group, *, state: str, valid: bool) -> Route:
    """Return what a person who forgot, mistook or changed something has to do.

    What decided the case cannot be altered after it was sent, so it takes a new application. The
    rest is corrected at once, except what an officer has already decided upon.
    """
    if state in states.UNSENT:
        return Route("edit")
    over = state in ("withdrawn", "abandoned") or (state == "issued" and not valid)
    if group in DECISIVE or over:
        return Route("new_application", has_fee=True)
    if group == "email":
        return Route("verify")
    if group in ("address", "job") and state in ("issued", "refused"):
        return Route("request")
    return Route("now")


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What becomes of one change. `material`: the decision, which is made, rested on it."""

    kind: Kind
    has_fee: bool = False
    material: bool | None = None


def outcome(why: Why, group: Group, *, state: str, valid: bool, empty: bool) -> ChangeOutcome:
    """Return what becomes of a change; `empty`: the field has no answer yet.

    What was forgotten is attached while nothing is decided, so nobody pays twice for being honest.
    What has happened since and bears on the decision has to be told. All else follows the route of
    its group.
    """
    route = correction_route(group, state=state, valid=valid)
    material = group in DECISIVE if state in DECIDED else None
    if route.kind == "new_application" and may_tell(state=state, valid=valid):
        if why == "forgot" and state in states.OPEN and (group == "background" or empty):
            return ChangeOutcome("attach")
        if why == "changed" and group == "background":
            return ChangeOutcome("disclose", material=material)
    return ChangeOutcome(route.kind, route.has_fee, material)


def may_tell(*, state: str, valid: bool) -> bool:
    """Tell whether an officer still reads what somebody writes of their own accord."""
    return state in states.OPEN or (state == "issued" and valid)
