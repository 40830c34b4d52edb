"""What the answers of an application tell the table of eligibility and the rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from guichet.applications.decisions.rules import CaseFacts
from guichet.applications.form.answers import Answers
from guichet.applications.form.circumstances import day_of, facts_of
from guichet.eligibility.content import law
from guichet.eligibility.law import Law
from guichet.eligibility.rules import Verdict, decide

# From which answers the rule has a reason to want an officer: what they read first.
ANSWERS_OF_REASON: Mapping[str, tuple[str, ...]] = {
    "not_eligible_by_table": ("nationality", "document_type"),
    "conditional_nationality": ("nationality", "trv_in_last_10_years", "us_visa"),
    "unusual_document": ("document_type", "issuer"),
    "dates_do_not_fit": ("birth_date", "issue_date", "expiry_date"),
    "birth_partly_known": ("birth_date",),
    "passport_expired": ("expiry_date",),
    "passport_expires_before_travel": ("expiry_date", "travel_date"),
    "other_person_on_passport": ("passport_number", "family_name", "given_names", "birth_date"),
    "declared_refused": ("refused", "refused_details"),
    "declared_offence": ("offence", "offence_details"),
    "declared_tuberculosis": ("tb_contact", "tb_health_worker", "tb_diagnosed"),
    "declared_health_condition": ("health_condition",),
    "declared_anything_else": ("anything_else",),
}


def eligibility_of(answers: Answers, *, at: datetime, under: Law | None = None) -> Verdict:
    """Return what the table says of somebody who answered so, at a moment.

    `under`: a law that is tried, instead of the one that is in force.

    The form asks of an earlier visa only where the list of the day wants it; where it did not ask,
    there was none.
    """
    facts = facts_of(answers)
    earlier = bool(facts.trv_in_last_10_years)
    return decide(replace(facts, trv_in_last_10_years=earlier), under or law(), at=at)


def nationality_of(answers: Answers) -> str:
    """Return the code of the nationality that decides."""
    return law().own_code.get(str(answers["nationality"]), str(answers["nationality"]))


def case_facts_of(answers: Answers) -> CaseFacts:
    """Return what the rule looks at; the answers are those of a form that was sent."""
    born, issued = day_of(answers, "birth_date"), day_of(answers, "issue_date")
    expires = day_of(answers, "expiry_date")
    assert born and issued and expires
    return CaseFacts(
        document_type=str(answers.get("document_type", "")),
        born_on=born,
        birth_is_whole=len(str(answers["birth_date"])) == len("YYYY-MM-DD"),
        issued_on=issued,
        expires_on=expires,
        travel_on=day_of(answers, "travel_date"),
        declarations=declarations_in(answers),
        claims_visa="yes" in (answers.get("trv_in_last_10_years"), answers.get("us_visa")),
    )


def declarations_in(answers: Answers) -> frozenset[str]:
    """Return the declarations that need an eye; a text of one's own is one of them."""
    declarations = {
        "refused": answers.get("refused") == "yes",
        "offence": answers.get("offence") == "yes",
        "tuberculosis": answers.get("tb_contact") == "yes",
        "health_condition": answers.get("health_condition") not in (None, "", "none"),
        "anything_else": bool(answers.get("anything_else")),
    }
    return frozenset(code for code, holds in declarations.items() if holds)
