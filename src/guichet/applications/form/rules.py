"""What answers must have in common: dates in order, an issuer that fits, the own signature.

Each rule looks at cleaned answers and names a field and the code of what is wrong with it. A rule
whose answers are not all there has nothing to say.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from guichet.applications.form.circumstances import (
    ADULT_AT,
    Answers,
    Circumstances,
    birth_of,
    day_of,
    facts_of,
    go_together,
    years_between,
)
from guichet.eligibility.facts import FEATURES
from guichet.eligibility.rules import decide
from guichet.passports.spelling import zone_spelling

OLDEST_YEARS = 125
_DOES_NOT_GET_ONE = {
    "not_possible": "citizen_of_canada",
    "not_required": "eta_not_required",
    "visa_required": "visa_needed",
}
Faults = Iterator[tuple[str, str]]


def check(answers: Answers, where: Circumstances) -> dict[str, str]:
    """Return the code of what is wrong by field; the first rule to object is heard."""
    errors: dict[str, str] = {}
    for rule in _RULES:
        for key, code in rule(answers, where):
            errors.setdefault(key, code)
    return errors


def _birth(answers: Answers, where: Circumstances) -> Faults:
    """Object where no day that the birth can have been on would do."""
    born = birth_of(answers)
    if born is None:
        return
    youngest = years_between(born.last, where.today)
    if born.first > where.today:
        yield "birth_date", _future(born.first, where)
    elif youngest > OLDEST_YEARS:
        yield "birth_date", "too_early"
    elif answers.get("for_minor") == "yes" and youngest >= ADULT_AT:
        yield "birth_date", "not_a_minor"


def _future(day: date, where: Circumstances) -> str:
    return "year_in_future" if day.year > where.today.year else "in_future"


def _issue(answers: Answers, where: Circumstances) -> Faults:
    issued, born = day_of(answers, "issue_date"), day_of(answers, "birth_date")
    if issued and issued > where.today:
        yield "issue_date", _future(issued, where)
    if issued and born and issued < born:
        yield "issue_date", "issued_before_birth"


def _expiry(answers: Answers, where: Circumstances) -> Faults:
    expires, issued = day_of(answers, "expiry_date"), day_of(answers, "issue_date")
    if expires and issued and expires <= issued:
        yield "expiry_date", "expires_before_issue"
    if expires and expires < where.today:
        yield "expiry_date", "passport_expired"
    visa = day_of(answers, "us_visa_expiry")
    if visa and visa < where.today:
        yield "us_visa_expiry", "us_visa_expired"


def _travel(answers: Answers, where: Circumstances) -> Faults:
    leaves, expires = day_of(answers, "travel_date"), day_of(answers, "expiry_date")
    if leaves and leaves < _yesterday(where.today):
        yield "travel_date", "in_past"
    if leaves and expires and expires < leaves:
        yield "travel_date", "expires_before_travel"


def _work(answers: Answers, where: Circumstances) -> Faults:
    since, born = answers.get("work_since"), day_of(answers, "birth_date")
    if since and born and int(str(since)) < born.year:
        yield "work_since", "before_birth"


def _nationalities(answers: Answers, where: Circumstances) -> Faults:
    issuer, nationality = answers.get("issuer"), answers.get("nationality")
    if not (issuer and nationality):
        return
    if not go_together(str(issuer), str(nationality), where.law):
        yield "nationality", "issuer_nationality_mismatch"
    others = answers.get("other_nationalities")
    if isinstance(others, list) and nationality in others:
        yield "other_nationalities", "named_already"


def _entitled(answers: Answers, where: Circumstances) -> Faults:
    """Object where the table of eligibility gives another answer than an authorization."""
    facts = facts_of(answers)
    if facts.document is None or facts.nationalities is None:
        return
    verdict = decide(facts, where.law, at=where.law.noon_of(where.today))
    code = _DOES_NOT_GET_ONE.get(verdict.answer or "")
    if code == "visa_needed":
        yield _denied(answers), code
    elif code:
        need_none = (where.law.home, where.law.exempt)
        alone = answers.get("nationality") in need_none or not answers.get("other_nationalities")
        yield "nationality" if alone else "other_nationalities", code


def _denied(answers: Answers) -> str:
    """Return the field whose answer stands in the way."""
    if answers.get("us_visa") == "no":
        return "us_visa"
    return next((key for key in FEATURES if answers.get(key) == "no"), "nationality")


def _signature(answers: Answers, where: Circumstances) -> Faults:
    """Object to a signature that is neither the applicant's name nor the representative's."""
    signed = answers.get("signature")
    if not signed:
        return
    for prefix in ("", "rep_"):
        parts = (answers.get(f"{prefix}given_names", ""), answers.get(f"{prefix}surname", ""))
        if any(parts) and any(
            _same_name(str(signed), f"{first} {last}") for first, last in (parts, parts[::-1])
        ):
            return
    if answers.get("surname"):
        yield "signature", "signature_differs"


def _same_name(name: str, other: str) -> bool:
    return not _spellings(name).isdisjoint(_spellings(other))


def _spellings(name: str) -> set[tuple[str, ...]]:
    """Return the letters of a name as written, and its words in order; accents in both spellings.

    Where the passport has a space that the person does not write (D' ARCY), the letters agree.
    """
    short = name.upper().translate(_SHORT)
    plain = {zone_spelling(name), zone_spelling(short)}
    parts = [spelling.replace("'", "").replace("-", " ").split() for spelling in plain]
    return {tuple(sorted(words)) for words in parts} | {("".join(words),) for words in parts}


def _yesterday(today: date) -> date:
    """Return the day before: where the traveler is, it may not be tomorrow yet."""
    return date.fromordinal(today.toordinal() - 1)


_SHORT = str.maketrans({"Ä": "A", "Å": "A", "Ö": "O", "Ø": "O", "Ü": "U"})
_RULES: tuple[Callable[[Answers, Circumstances], Faults], ...] = (
    _birth,
    _issue,
    _expiry,
    _travel,
    _work,
    _nationalities,
    _entitled,
    _signature,
)

# What the next person of a family, and the next client of a representative, begin with.
FAMILY = ("who", "representative", "contact", "address", "travel")
CLIENTS = ("who", "representative")


def shared_sections(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sections that the next person's form begins with.

    A family has its address, its contact and its journey in common. The clients of somebody who
    represents them by trade have nothing in common but this representative.
    """
    own = answers.get("on_behalf") != "yes"
    unpaid = answers.get("rep_paid") != "yes" and answers.get("rep_kind") == "family_or_friend"
    return FAMILY if own or unpaid else CLIENTS
