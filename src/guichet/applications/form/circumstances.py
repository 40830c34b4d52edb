"""The facts on which the shape of the form hangs, and what its answers say of eligibility.

A condition of content/fields/fields.toml names an earlier answer or one of `FACTS`. Pure: told the
day and the law.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from guichet.eligibility.facts import FEATURES, Document, Facts
from guichet.eligibility.law import Law
from guichet.kernel.reading import births
from guichet.kernel.reading.births import Birth

ADULT_AT = 18
NO_LIST = "none"
ORGANIZATIONS = {"UNO", "EUE", "XOM"}
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day on which the form is filled in, and the law."""

    today: date
    law: Law


def age(answers: Answers, where: Circumstances) -> str:
    """Return "minor" or "adult"; where the date of birth leaves it open, what was said first."""
    born = birth_of(answers)
    group = "minor" if answers.get("for_minor") == "yes" else "adult"
    if born is None:
        return group
    youngest, oldest = (years_between(day, where.today) for day in (born.last, born.first))
    if youngest < ADULT_AT <= oldest:  # born in the one or the other half of a year
        return group
    return "minor" if oldest < ADULT_AT else "adult"


def nationality_list(answers: Answers, where: Circumstances) -> str:
    """Return the list of the nationality in the passport: "V", "C" or "none"."""
    code = status(answers, where)
    in_force = where.law.at(where.law.noon_of(where.today))
    entry = in_force.nationalities.get(code)
    return entry.list if entry else NO_LIST


def issuer_state(answers: Answers, where: Circumstances) -> str:
    """Return the code that decides for the issuer: Germany's `D` and `DEU` are one."""
    return _own(str(answers.get("issuer", "")), where)


def status(answers: Answers, where: Circumstances) -> str:
    """Return the code that decides for the nationality: Bermuda goes by GBD."""
    return _own(str(answers.get("nationality", "")), where)


FACTS: Mapping[str, Callable[[Answers, Circumstances], str]] = {
    "age": age,
    "list": nationality_list,
    "issuer_state": issuer_state,
    "status": status,
}


def facts_of(answers: Answers) -> Facts:
    """Return what cleaned answers say to the table of eligibility; the journey is by air."""
    names = [name for name in FEATURES if name in answers]
    features = frozenset(name for name in names if answers[name] == "yes") if names else None
    issuer, kind = answers.get("issuer"), answers.get("document_type")
    nationality, others = answers.get("nationality"), answers.get("other_nationalities")
    codes = [str(nationality)] if nationality else []
    codes += [str(code) for code in others] if isinstance(others, list) else []
    earlier = answers.get("trv_in_last_10_years")
    return Facts(
        status_ca="none",
        nationalities=tuple(dict.fromkeys(codes)) or None,
        us_status="valid_nonimmigrant_visa" if answers.get("us_visa") == "yes" else "none",
        holds_valid_trv=False,
        mode="air",
        document=Document(str(issuer), str(kind), features) if issuer and kind else None,
        trv_in_last_10_years=earlier == "yes" if earlier else None,
    )


def go_together(issuer: str, nationality: str, law: Law) -> bool:
    """Tell whether an issuer gives passports to people of a nationality.

    Organizations give theirs to people of every nationality.
    """
    state, of = law.own_code[issuer], law.own_code[nationality]
    return issuer in ORGANIZATIONS or law.issuer_of.get(state, state) == law.issuer_of.get(of, of)


def day_of(answers: Answers, key: str) -> date | None:
    """Return a cleaned date, or None; of a birth that is partly known, the first day it can be."""
    value = answers.get(key)
    return births.read(value).first if isinstance(value, str) and value else None


def birth_of(answers: Answers) -> Birth | None:
    """Return the cleaned date of birth as far as the passport shows it, or None."""
    value = answers.get("birth_date")
    return births.read(value) if isinstance(value, str) and value else None


def years_between(start: date, end: date) -> int:
    """Return the whole years from one day to another, as a birthday counts them.

    >>> years_between(date(2008, 2, 29), date(2026, 2, 28))
    17
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _own(code: str, where: Circumstances) -> str:
    return where.law.own_code.get(code, code)
