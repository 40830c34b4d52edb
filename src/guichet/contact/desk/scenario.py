"""The scenario of a contact: the words to say, the agent's beside them, what an outcome offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.rules import Place, replay
from guichet.guidance.scenarios.steps import StepWords, action_of, words_of
from guichet.guidance.scenarios.versions import Version
from guichet.interactions.models import Interaction
from guichet.kernel.content.texts import Text
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import names

# What an outcome offers, as what is pressed on the page of a contact.
HERE: Mapping[str, str] = {
    "look_up_status": "tell_status",
    "send_letter_again": "send_letter",
    "open_correction": "correct",
    "change_address": "change_contact",
    "add_papers": "tell_requests",
    "ask_papers": "tell_requests",
    "enquiry": "open_enquiry",
    "report_trouble": "open_enquiry",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """A scenario to choose: its name, and what it is called."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: its code, what the caller may say, and the same in the agent's language."""

    code: str
    say: Text
    own: Text


@dataclass(frozen=True, slots=True)
class Before:
    """A question that was answered, and the answer, in the agent's language; how many before it."""

    index: int
    question: Text
    answer: Text


def matters(contact: Interaction, own: str, search: str, *, now: datetime) -> list[Matter]:
    """Return the scenarios of the contact's channel whose title or matter has every word."""
    words = _folded(search).split()
    return [
        Matter(version.name, title)
        for version in queries.scenarios(now)
        if contact.channel in version.tree.channels
        and (title := version.say("title", contact.channel, own))
        and all(word in _searched(version, contact, own) for word in words)
    ]


def begun(contact: Interaction, name: str, *, now: datetime) -> Version:
    """Return the version of a scenario that holds now; raise Obstacle where it is not played."""
    version = queries.current(name, now=now)
    if version is None or contact.channel not in version.tree.channels:
        raise Obstacle("no_scenario")
    return version


def of_contact(contact: Interaction, own: str) -> dict[str, Any] | None:
    """Return what the page shows of the scenario of a contact, in its own version; or None."""
    version = version_of(contact)
    if version is None:
        return None
    place = place_of(version, contact.answers)
    say = _words(version, place.step, contact.channel, contact.language, own)
    mine = _words(version, place.step, contact.channel, own, own)
    outcome = version.tree.outcomes.get(place.step)
    action = action_of(version, place.step, contact.language) if outcome else None
    return {
        "title": version.say("title", contact.channel, own),
        "number": version.number,
        "words": say,
        "own": mine,
        "choices": [Choice(code, text, dict(mine.choices)[code]) for code, text in say.choices],
        "before": list(_before(version, place, contact.channel, own)),
        "is_outcome": outcome is not None,
        "action": action,
        "here": HERE.get(outcome.action, "") if outcome else "",
        "source": version.tree.source_of(place.step, own) if outcome else "",
    }


def version_of(contact: Interaction) -> Version | None:
    """Return the version that a contact began with, however old it is by now."""
    if not contact.scenario or contact.scenario_version is None:
        return None
    return queries.as_it_was(contact.scenario, contact.scenario_version)


def place_of(version: Version, answers: list[str]) -> Place:
    """Return where answers lead, as far as they lead anywhere."""
    try:
        return replay(version.tree, answers)
    except Obstacle as obstacle:
        return replay(version.tree, answers[: int(str(obstacle.facts["index"]))])


def _words(version: Version, step: str, channel: str, language: str, own: str) -> StepWords:
    return words_of(version, step, channel, language, staff_language=own)


def _before(version: Version, place: Place, channel: str, own: str) -> Iterator[Before]:
    for index, (step, code) in enumerate(zip(place.questions, place.answers, strict=True)):
        words = _words(version, step, channel, own, own)
        yield Before(index, words.text, dict(words.choices)[code])


def _searched(version: Version, contact: Interaction, own: str) -> str:
    """Return what a search looks at: what a scenario is called and about, in both languages."""
    parts = (
        version.say(part, contact.channel, language)
        for part in ("title", "about")
        for language in (own, contact.language)
    )
    return _folded(" ".join([version.name, *(part.text for part in parts if part)]))


def _folded(text: str) -> str:
    return names.words(text, in_order=True)
