"""What the page of a question shows: its words, its choices and what was chosen before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from markupsafe import Markup

from guichet.eligibility import names
from guichet.eligibility.asking.questions import (
    ANOTHER,
    DOCUMENT,
    EARLIER_VISA,
    FILLS,
    HELD,
    IN_ADDRESS,
    MARK,
    MODE,
    NATIONALITIES,
    NONE,
    RARE,
    TypedFacts,
    kept_beside,
    mark_asked_for,
)
from guichet.eligibility.content import law, offers
from guichet.eligibility.facts import DOCUMENT_TYPES, FROM_NEAR, VALUES
from guichet.eligibility.programme import TOPIC
from guichet.web.words import speaker, texts

_PAPER_OF = {"XXA": "stateless", "XXB": "refugee", "XXC": "refugee"}


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer, as it is sent and as it is read."""

    value: str
    label: Markup
    detail: Markup | None = None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question with its answers; `name` is the part of the address they go into."""

    step: str
    name: str
    ask: Markup
    help: Markup | None
    choices: tuple[AnswerChoice, ...]
    many: bool = False


def context(
    step: str,
    traveler: TypedFacts,
    query: QueryDict,
    form: QueryDict | None,
    *,
    at: datetime,
    language: str,
) -> dict[str, object]:
    """Return everything the page of a question shows; `typed`: an answer not sent yet."""
    the_question = question(step, traveler, at=at, language=language)
    problem = _fault(step, traveler, query if form is None else None)
    form = query if form is None else form
    another = step == DOCUMENT and form.get(DOCUMENT) == ANOTHER and "step" in form
    return {
        "question": the_question,
        "chosen": form.getlist(the_question.name) or chosen_before(the_question, traveler),
        "another": another,
        "issuer": form.get("issuer", ""),
        "kind": form.get("type", ""),
        "kinds": document_types(language) if another else (),
        "kept": kept_beside(traveler, step),
        **problem,
        "before": (before := traveler.last_before(step)),
        "back_query": traveler.query(("change", before)) if before else "",
        "typed_code": _not_kept(form, traveler) if step == NATIONALITIES else "",
        "countries": _countries(step, language),
        "statuses": names.named(names.STATUSES, language),
        "organizations": names.named(names.ORGANIZATIONS, language),
        "yours": names.named(traveler.facts.nationalities or (), language),
    }


def _countries(step: str, language: str) -> Sequence[tuple[str, str]]:
    if step == DOCUMENT:
        return names.issuers(language)
    return names.countries(language) if step == NATIONALITIES else ()


def _not_kept(form: QueryDict, traveler: TypedFacts) -> str:
    """Return the nationality that was chosen and not sent yet, when the language changes."""
    codes = form.getlist(NATIONALITIES)
    return next((code for code in codes if code not in (traveler.facts.nationalities or ())), "")


def _fault(step: str, traveler: TypedFacts, query: QueryDict | None) -> dict[str, str]:
    """Return the code of what is wrong and its place; nothing of what was not sent yet."""
    error = _error(step, traveler, query) if query is not None else ""
    return {"error": error, "wrong_at": _wrong_at(step, query) if error and query else ""}


def _wrong_at(step: str, query: QueryDict) -> str:
    """Return the place of the page at which something is wrong."""
    if step == NATIONALITIES:
        return step
    if step == DOCUMENT and "issuer" in query:
        return "issuer" if not query["issuer"] or "type" in query else "type"
    return "choices"


def _error(step: str, traveler: TypedFacts, query: QueryDict) -> str:
    """Return the code of what is wrong with the answer that was sent, if it was."""
    if step == HELD and HELD in traveler.wrong:
        return "none_and_more"
    if traveler.wrong.intersection(FILLS[step]):
        return "choose" if "issuer" in query else "unknown"
    if query.get("step") != step or traveler.answers(step):
        return ""
    first_sight = query.get(DOCUMENT) == ANOTHER and "issuer" not in query
    return "" if step == DOCUMENT and first_sight else "choose"


def question(step: str, traveler: TypedFacts, *, at: datetime, language: str) -> QuestionPage:
    """Return a question in the language, with the choices that fit the answers so far."""
    say = speaker(language, TOPIC)
    if step == MARK:
        key = mark_asked_for(traveler, at=at) or ""
        help_text = _if_written(f"mark.{key}_help", language)
        choices = (AnswerChoice(key, say("page.yes")), AnswerChoice(NONE, say("page.no")))
        return QuestionPage(step, "features", say(f"mark.{key}"), help_text, choices)
    return QuestionPage(
        step=step,
        name=IN_ADDRESS["trv_in_last_10_years"] if step == EARLIER_VISA else step,
        ask=say(f"{step}.ask"),
        help=_if_written(f"{step}.help", language),
        choices=_choices(step, traveler, language),
        many=step == HELD,
    )


def chosen_before(question: QuestionPage, traveler: TypedFacts) -> list[str]:
    """Return the answers to a question that stand in the address."""
    if question.step == HELD and traveler.answers(HELD):
        return held_keys(traveler) or [NONE]
    return [value for part, value in traveler.pairs() if part == question.name]


def held_keys(traveler: TypedFacts) -> list[str]:
    """Return what somebody has, by the keys of the first question."""
    return [
        offer.key
        for offer in offers(HELD)
        if all(getattr(traveler.facts, name) == value for name, value in offer.facts.items())
    ]


def document_label(issuer: str, kind: str, language: str) -> Markup:
    """Return a kind of document and who issued it, as one phrase."""
    say, country = speaker(language, TOPIC), _isolated(names.name_of(issuer, language))
    if issuer in _PAPER_OF:
        return say(f"document.{kind}")
    if kind == "ordinary":
        return say("document.passport", country=country)
    return say("document.of", document=say(f"document.{kind}"), country=country)


def document_types(language: str) -> tuple[AnswerChoice, ...]:
    """Return the kinds of documents to choose from."""
    say = speaker(language, TOPIC)
    return tuple(AnswerChoice(kind, say(f"document.{kind}")) for kind in DOCUMENT_TYPES)


def _choices(step: str, traveler: TypedFacts, language: str) -> tuple[AnswerChoice, ...]:
    say = speaker(language, TOPIC)
    if step == HELD:
        keys = [*(offer.key for offer in offers(HELD)), NONE]
        return tuple(AnswerChoice(key, say(f"held.{key}")) for key in keys)
    if step == RARE:
        return tuple(AnswerChoice(key, say(f"rare.{key}")) for key in (NONE, *_rare_keys(traveler)))
    if step == MODE:
        return tuple(
            AnswerChoice(key, say(f"mode.{key}"), _if_written(f"mode.{key}_more", language))
            for key in VALUES["mode"]
            if key != FROM_NEAR or law().near
        )
    if step == DOCUMENT:
        return (*_documents(traveler, language), AnswerChoice(ANOTHER, say("document.another")))
    if step == NATIONALITIES:
        return ()
    return AnswerChoice("yes", say("page.yes")), AnswerChoice("no", say("page.no"))


def _rare_keys(traveler: TypedFacts) -> Sequence[str]:
    mode = traveler.facts.mode
    return [
        offer.key for offer in offers(RARE) if not mode or not offer.modes or mode in offer.modes
    ]


def _documents(traveler: TypedFacts, language: str) -> list[AnswerChoice]:
    codes = traveler.facts.nationalities or ()
    papers = [(code, _PAPER_OF.get(code, "ordinary")) for code in codes if code != "XXX"]
    return [
        AnswerChoice(f"{code}.{kind}", document_label(code, kind, language))
        for code, kind in papers
    ]


def _if_written(key: str, language: str) -> Markup | None:
    return speaker(language, TOPIC)(key) if key in texts(TOPIC) else None


def _isolated(name: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(name)
