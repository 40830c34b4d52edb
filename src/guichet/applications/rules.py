"""Judgement about applications. Values in; a value or an Obstacle out. Rules never refuse."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from guichet.applications import states
from guichet.eligibility.law import EASTERN
from guichet.kernel.obstacles import Obstacle

FEE_CENTS, CURRENCY = 700, "CAD"  # IRPR s. 294.1
ANSWERED_WITHIN = timedelta(hours=72)
CODE_STANDS = timedelta(hours=1)  # that proves a new e-mail address
YEARS_VALID = 5  # IRPR s. 12.05(1)(a)
LONGEST_LIFE = 120  # years
ETA_ROWS: Mapping[int | None, str] = {17: "V", 18: "V", 19: "C"}  # row: list it rests on
SIMPLE_DOCUMENTS = {"ordinary", "diplomatic", "official", "service"}


def due_at(since: datetime) -> datetime:
    """Return when we owe a decision or a question; an answer of the client begins it anew."""
    return since + ANSWERED_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an application stands, as far as its public status rests on it."""

    state: str
    due_at: datetime | None = None
    valid_until: date | None = None
    ended_as: str = ""
    closed_by_officer: bool = False
    all_answered: bool = False  # nothing that was asked waits for the client any more
    delay_asked: bool = False  # a question why it takes so long waits for our answer


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """One of nine words and the one next step it offers."""

    code: str
    next_step: str


NOT_FOUND = PublicStatus("not_found", "check_typing")
_FIXED: Mapping[str, PublicStatus] = {
    "draft": PublicStatus("not_finished", "resume"),
    "submitted_unpaid": PublicStatus("not_finished", "pay"),
    "info_requested": PublicStatus("action_needed", "send_information"),
    "interview_requested": PublicStatus("action_needed", "come_to_interview"),
    "refused": PublicStatus("not_approved", "see_options"),
    "abandoned": PublicStatus("withdrawn", "apply_again"),
}


def public_status(standing: Standing, *, now: datetime) -> PublicStatus:
    """Return what the public is told of an application, and the next step it is offered."""
    state = standing.state
    if state == "interview_requested" and standing.all_answered:
        return PublicStatus("in_progress", "wait_for_interview")
    if state in _FIXED:
        return _FIXED[state]
    if state == "withdrawn":
        step = "use_right_document" if standing.closed_by_officer else "apply_again"
        return PublicStatus("withdrawn", step)
    if state == "issued":
        if ended_as(standing, now=now):
            return PublicStatus("no_longer_valid", "apply_again")
        return PublicStatus("approved", "travel_with_this_passport")
    if standing.due_at and now >= standing.due_at:
        return PublicStatus("late", "wait" if standing.delay_asked else "ask_us")
    return PublicStatus("in_progress", "wait")


def ended_as(standing: Standing, *, now: datetime) -> str:
    """Return how an authorization ended, or nothing; the worker need not have noted it yet."""
    if standing.ended_as:
        return standing.ended_as
    today = now.astimezone(EASTERN).date()
    return "expired" if standing.valid_until and standing.valid_until < today else ""


def last_day(first: date, *, passport_expires_on: date) -> date:
    """Return the last day of an authorization: five years, or until the passport expires.

    >>> last_day(date(2028, 2, 29), passport_expires_on=date(2040, 1, 1))
    datetime.date(2033, 2, 28)
    """
    try:
        end = first.replace(year=first.year + YEARS_VALID)
    except ValueError:  # a 29th of February
        end = first.replace(year=first.year + YEARS_VALID, day=28)
    return min(end, passport_expires_on)


def lapses(basis: str, *, row: int | None, holds_permit: bool) -> bool:
    """Tell whether a valid authorization ends when the lists become what `row` was read from.

    What was issued under list V ends when its nationality moves to list C, unless its holder had
    a work or study permit that day (IRPR s. 12.05(1.2)); outside both lists nothing is kept.
    """
    if row is not None and row < min(key for key in ETA_ROWS if key):
        return False  # exempt for another reason: what they hold does no harm
    now = ETA_ROWS.get(row)
    if now == "V" or now == basis:
        return False
    return not (holds_permit and row in (19, 20) and basis == "V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rule looks at before it approves, read from the answers."""

    document_type: str
    born_on: date
    issued_on: date
    expires_on: date
    travel_on: date | None = None
    declared: frozenset[str] = frozenset()  # codes of declarations that need an eye
    birth_is_whole: bool = True  # else born_on is the first day that it can have been
    claims_visa: bool = False  # an earlier or American visa, which the rule cannot see


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of the same passport and the same person."""

    other_person_on_passport: bool = False
    adverse_decision: bool = False
    other_open: bool = False


def review_reasons(
    case: Case, history: History, *, row: int | None, today: date
) -> tuple[str, ...]:
    """Return why an officer must look; nothing means that the rule may approve."""
    looked_at = {
        "not_eligible_by_table": ETA_ROWS.get(row) is None,
        "conditional_nationality": ETA_ROWS.get(row) == "C" or case.claims_visa,
        "unusual_document": case.document_type not in SIMPLE_DOCUMENTS,
        "dates_do_not_fit": not dates_fit(case, today=today),
        "birth_partly_known": not case.birth_is_whole,
        "passport_expired": case.expires_on < today,
        "passport_expires_before_travel": bool(case.travel_on and case.expires_on < case.travel_on),
        "other_person_on_passport": history.other_person_on_passport,
        "adverse_decision": history.adverse_decision,
        "other_application_open": history.other_open,
    }
    found = tuple(code for code, holds in looked_at.items() if holds)
    return (*found, *sorted(f"declared_{code}" for code in case.declared))


def dates_fit(case: Case, *, today: date) -> bool:
    """Tell whether the days of a passport can all be true."""
    oldest = today.year - LONGEST_LIFE
    return (
        case.born_on.year >= oldest
        and case.born_on <= case.issued_on <= today
        and case.issued_on < case.expires_on
    )


def check_reasons(public: Collection[str]) -> None:
    """Raise Obstacle unless a refusal has a reason that may be shown."""
    if not public:
        raise Obstacle("invalid", errors={"public_reasons": "required"})


IN_HAND = timedelta(days=30)  # decision 0114: so long an account is its administrator's


def check_other_officer(officer: int, earlier: Iterable[int | None]) -> None:
    """Raise Obstacle when somebody looks again at what they decided themselves."""
    if officer in set(earlier):
        raise Obstacle("same_officer")


def check_other_hands(lately: Collection[str], earlier: Collection[str]) -> None:
    """Raise Obstacle when one administrator had the accounts of both officers in their hands."""
    if set(lately) & set(earlier):
        raise Obstacle("same_administrator")


Kind = Literal["edit", "now", "verify", "request", "new_application"]
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


@dataclass(frozen=True, slots=True)
class Route:
    """What becomes of a change: corrected now, a request, or a new application with its fee."""

    kind: Kind
    fee_cents: int = 0


def correction_route(group: Group, *, state: str, valid: bool) -> Route:
    """Return what a person who forgot, mistook or changed something has to do.

    What decided the case cannot be altered after it was sent, so it takes a new application. The
    rest is corrected at once, except what an officer has already decided upon.
    """
    if state in states.UNSENT:
        return Route("edit")
    over = state in ("withdrawn", "abandoned") or (state == "issued" and not valid)
    if group in DECISIVE or over:
        return Route("new_application", FEE_CENTS)
    if group == "email":
        return Route("verify")
    if group in ("address", "job") and state in ("issued", "refused"):
        return Route("request")
    return Route("now")
