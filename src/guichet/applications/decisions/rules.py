"""Judgement about decisions. Values in; a value or an Obstacle out. Rules never refuse."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guichet.kernel.obstacles import Obstacle

LONGEST_LIFE = 120  # years


ETA_ROWS: Mapping[int | None, str] = {17: "V", 18: "V", 19: "C"}  # row: list it rests on


SIMPLE_DOCUMENTS = {"ordinary", "diplomatic", "official", "service"}


def last_day(first: date, *, years: int, passport_expires_on: date) -> date:
    """Return the last day of an authorization: so many years, or until the passport expires.

    >>> last_day(date(2028, 2, 29), years=5, passport_expires_on=date(2040, 1, 1))
    datetime.date(2033, 2, 28)
    """
    try:
        end = first.replace(year=first.year + years)
    except ValueError:  # a 29th of February
        end = first.replace(year=first.year + years, day=28)
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
class CaseFacts:
    """What the rule looks at before it approves, read from the answers."""

    document_type: str
    born_on: date
    issued_on: date
    expires_on: date
    travel_on: date | None = None
    declarations: frozenset[str] = frozenset()  # codes of declarations that need an eye
    birth_is_whole: bool = True  # else born_on is the first day that it can have been
    claims_visa: bool = False  # an earlier or American visa, which the rule cannot see


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of the same passport and the same person, and of this application itself."""

    other_person_on_passport: bool = False
    adverse_decision: bool = False
    other_open: bool = False
    is_listed: bool = False  # for an officer, who judges nothing by it


def review_reasons(
    case: CaseFacts, history: History, *, row: int | None, today: date
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
    reasons = tuple(code for code, holds in looked_at.items() if holds)
    return (*reasons, *sorted(f"declared_{code}" for code in case.declarations))


def dates_fit(case: CaseFacts, *, today: date) -> bool:
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
