"""What the page of an answer shows: the reason, what to do, the rule, and what was told."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from markupsafe import Markup

from guichet.eligibility import names, official_pages
from guichet.eligibility.asking.question_page import document_label, held_keys
from guichet.eligibility.asking.questions import (
    DOCUMENT,
    EARLIER_VISA,
    HELD,
    MARK,
    MODE,
    NATIONALITIES,
    NONE,
    RARE,
    STEPS,
    TypedFacts,
    typed_day,
)
from guichet.eligibility.content import law
from guichet.eligibility.programme import TOPIC
from guichet.eligibility.rules import Verdict
from guichet.web.addresses.paths import public_address
from guichet.web.words import Say, speaker

# What is to be asked for elsewhere, by the answer: for citizens, and for who needs a visa.
_ELSEWHERE = {"not_possible": "special_authorization", "visa_required": "visa"}


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One thing that was told, and where to change it."""

    label: Markup
    values: tuple[Markup, ...]
    change: str


def moment_of(traveler: TypedFacts, *, now: datetime) -> datetime:
    """Return the moment whose rules are asked for: noon on its clock, today or another day."""
    return law().noon_of(traveler.on or law().day_of(now))


def context(
    traveler: TypedFacts, answer: Verdict, form: QueryDict | None, *, now: datetime, language: str
) -> dict[str, object]:
    """Return everything the page of an answer shows; `typed`: a day not sent yet."""
    this_day = law().day_of(now)
    return {
        "answer": answer,
        "today": this_day,
        "on": traveler.on or this_day,
        "past": traveler.on is not None and traveler.on < this_day,
        "future": traveler.on is not None and traveler.on > this_day,
        "first": law().first_day,
        "source": answer.source_fr if language == "fr" else answer.source,
        "hint": hint_of(answer, language),
        "elsewhere": official_pages.where(_ELSEWHERE.get(answer.answer or "", ""), language),
        "document_query": traveler.query(("change", DOCUMENT)),
        "has_permit": traveler.facts.status_ca == "work_or_study_permit",
        "told": stated_facts(traveler, language=language),
        "day": traveler.day if form is None else typed_day(form),
        "error": traveler.day.error if form is None else "",
        "kept": traveler.pairs(without=("on",)),
        "today_query": "?" + urlencode(traveler.pairs(without=("on",))),
        "before": (before := traveler.last_before(None)),
        "back_query": traveler.query(("change", before)) if before else "",
        "link": public_address("eligibility:need", language) + traveler.query(),
    }


def stated_facts(traveler: TypedFacts, *, language: str) -> list[StatedFact]:
    """Return everything that was told, in the order in which it was asked."""
    say = speaker(language, TOPIC)
    return [
        StatedFact(
            label=say(f"{step}.short"),
            values=_values(step, traveler, say, language),
            change=traveler.query(("change", step)),
        )
        for step in STEPS
        if traveler.answers(step)
    ]


def hint_of(answer: Verdict, language: str) -> Markup | None:
    """Return the sentence about another passport that would do better."""
    hint = answer.hint
    if hint is None:
        return None
    country = Markup("<bdi>{}</bdi>").format(names.name_of(hint.nationality, language))
    return speaker(language, TOPIC)(f"answer.hint_{hint.answer}", country=country)


def _values(step: str, traveler: TypedFacts, say: Say, language: str) -> tuple[Markup, ...]:
    facts = traveler.facts
    if step == HELD:
        return tuple(say(f"held.{key}") for key in held_keys(traveler) or [NONE])
    if step == NATIONALITIES:
        countries = (names.name_of(code, language) for code in facts.nationalities or ())
        return tuple(Markup("<bdi>{}</bdi>").format(name) for name in countries)
    if step == MODE:
        return (say(f"mode.{facts.mode}"),)
    if step == RARE:
        return (say(f"rare.{traveler.rare}"),)
    if step == EARLIER_VISA:
        return (_yes_or_no(facts.trv_in_last_10_years, say),)
    document = facts.document
    assert document and document.issuer and document.type
    if step == MARK:
        return (_yes_or_no(bool(document.features), say),)
    return (document_label(document.issuer, document.type, language),)


def _yes_or_no(value: bool | None, say: Say) -> Markup:
    return say("page.yes") if value else say("page.no")
