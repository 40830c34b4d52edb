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
    MARK,
    MODE,
    NATIONALITIES,
    NONE,
    RARE,
    Asked,
    kept_beside,
)
from guichet.eligibility.conditions import Conditions
from guichet.eligibility.content import law, offers
from guichet.eligibility.facts import DOCUMENT_TYPES, VALUES
from guichet.web.words import speaker, texts

_PAPER_OF = {"XXA": "stateless", "XXB": "refugee", "XXC": "refugee"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer, as it is sent and as it is read."""

    value: str
    label: Markup
    detail: Markup | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers; `name` is the part of the address they go into."""

    step: str
    name: str
    ask: Markup
    help: Markup | None
    choices: tuple[Choice, ...]
    many: bool = False


def context(
    step: str,
    asked: Asked,
    sent: QueryDict,
    typed: QueryDict | None,
    *,
    at: datetime,
    language: str,
) -> dict[str, object]:
    """Return everything the page of a question shows; `typed`: an answer not sent yet."""
    shown = question(step, asked, at=at, language=language)
    told = _told(step, asked, sent if typed is None else None)
    typed = sent if typed is None else typed
    another = step == DOCUMENT and typed.get(DOCUMENT) == ANOTHER and "step" in typed
    return {
        "question": shown,
        "chosen": typed.getlist(shown.name) or chosen_before(shown, asked),
        "another": another,
        "issuer": typed.get("issuer", ""),
        "kind": typed.get("type", ""),
        "kinds": document_types(language) if another else (),
        "kept": kept_beside(asked, step),
        **told,
        "before": (before := asked.last_before(step)),
        "back_query": asked.query(("change", before)) if before else "",
        "typed_code": _not_kept(typed, asked) if step == NATIONALITIES else "",
        "countries": _countries(step, language),
        "statuses": names.named(names.STATUSES, language),
        "organizations": names.named(names.ORGANIZATIONS, language),
        "yours": names.named(asked.facts.nationalities or (), language),
    }


def _countries(step: str, language: str) -> Sequence[tuple[str, str]]:
    if step == DOCUMENT:
        return names.issuers(language)
    return names.countries(language) if step == NATIONALITIES else ()


def _not_kept(typed: QueryDict, asked: Asked) -> str:
    """Return the nationality that was chosen and not sent yet, when the language changes."""
    codes = typed.getlist(NATIONALITIES)
    return next((code for code in codes if code not in (asked.facts.nationalities or ())), "")


def _told(step: str, asked: Asked, sent: QueryDict | None) -> dict[str, str]:
    """Return the code of what is wrong and its place; nothing of what was not sent yet."""
    error = _error(step, asked, sent) if sent is not None else ""
    return {"error": error, "wrong_at": _wrong_at(step, sent) if error and sent else ""}


def _wrong_at(step: str, sent: QueryDict) -> str:
    """Return the place of the page at which something is wrong."""
    if step == NATIONALITIES:
        return step
    if step == DOCUMENT and "issuer" in sent:
        return "issuer" if not sent["issuer"] or "type" in sent else "type"
    return "choices"


def _error(step: str, asked: Asked, sent: QueryDict) -> str:
    """Return the code of what is wrong with the answer that was sent, if it was."""
    if step == HELD and HELD in asked.wrong:
        return "none_and_more"
    if asked.wrong.intersection(FILLS[step]):
        return "choose" if "issuer" in sent else "unknown"
    if sent.get("step") != step or asked.answers(step):
        return ""
    first_sight = sent.get(DOCUMENT) == ANOTHER and "issuer" not in sent
    return "" if step == DOCUMENT and first_sight else "choose"


def question(step: str, asked: Asked, *, at: datetime, language: str) -> Question:
    """Return a question in the language, with the choices that fit the answers so far."""
    say = speaker(language)
    if step == MARK:
        key = mark_asked_for(asked, at=at) or ""
        help_text = _if_written(f"mark.{key}_help", language)
        choices = (Choice(key, say("page.yes")), Choice(NONE, say("page.no")))
        return Question(step, "features", say(f"mark.{key}"), help_text, choices)
    return Question(
        step=step,
        name="trv_in_last_10_years" if step == EARLIER_VISA else step,
        ask=say(f"{step}.ask"),
        help=_if_written(f"{step}.help", language),
        choices=_choices(step, asked, language),
        many=step == HELD,
    )


def mark_asked_for(asked: Asked, *, at: datetime) -> str | None:
    """Return the feature on which the nationality that the document proves depends."""
    in_force = law().at(at)
    proved = Conditions(asked.facts, law(), in_force).proved
    entry = in_force.nationalities.get(proved or "")
    return entry.condition.feature if entry and entry.condition else None


def chosen_before(question: Question, asked: Asked) -> list[str]:
    """Return the answers to a question that stand in the address."""
    if question.step == HELD and asked.answers(HELD):
        return held_keys(asked) or [NONE]
    return [value for part, value in asked.pairs() if part == question.name]


def held_keys(asked: Asked) -> list[str]:
    """Return what somebody has, by the keys of the first question."""
    return [
        offer.key
        for offer in offers(HELD)
        if all(getattr(asked.facts, name) == value for name, value in offer.facts.items())
    ]


def document_label(issuer: str, kind: str, language: str) -> Markup:
    """Return a kind of document and who issued it, as one phrase."""
    say, country = speaker(language), _isolated(names.name_of(issuer, language))
    if issuer in _PAPER_OF:
        return say(f"document.{kind}")
    if kind == "ordinary":
        return say("document.passport", country=country)
    return say("document.of", document=say(f"document.{kind}"), country=country)


def document_types(language: str) -> tuple[Choice, ...]:
    """Return the kinds of documents to choose from."""
    say = speaker(language)
    return tuple(Choice(kind, say(f"document.{kind}")) for kind in DOCUMENT_TYPES)


def _choices(step: str, asked: Asked, language: str) -> tuple[Choice, ...]:
    say = speaker(language)
    if step == HELD:
        keys = [*(offer.key for offer in offers(HELD)), NONE]
        return tuple(Choice(key, say(f"held.{key}")) for key in keys)
    if step == RARE:
        return tuple(Choice(key, say(f"rare.{key}")) for key in (NONE, *_rare_keys(asked)))
    if step == MODE:
        return tuple(
            Choice(key, say(f"mode.{key}"), _if_written(f"mode.{key}_more", language))
            for key in VALUES["mode"]
        )
    if step == DOCUMENT:
        return (*_documents(asked, language), Choice(ANOTHER, say("document.another")))
    if step == NATIONALITIES:
        return ()
    return Choice("yes", say("page.yes")), Choice("no", say("page.no"))


def _rare_keys(asked: Asked) -> Sequence[str]:
    mode = asked.facts.mode
    return [one.key for one in offers(RARE) if not mode or not one.modes or mode in one.modes]


def _documents(asked: Asked, language: str) -> list[Choice]:
    codes = asked.facts.nationalities or ()
    papers = [(code, _PAPER_OF.get(code, "ordinary")) for code in codes if code != "XXX"]
    return [Choice(f"{code}.{kind}", document_label(code, kind, language)) for code, kind in papers]


def _if_written(key: str, language: str) -> Markup | None:
    return speaker(language)(key) if key in texts() else None


def _isolated(name: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(name)
