"""What the pages of scenarios show: matters by group, and a step with the answers before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from guichet.guidance.player import visit
from guichet.guidance.scenarios import offers, queries
from guichet.guidance.scenarios.rules import Place, replay
from guichet.guidance.scenarios.steps import action_of, words_of
from guichet.guidance.scenarios.tree import GROUPS
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.content.texts import Text
from guichet.kernel.obstacles import Obstacle
from guichet.web.addresses.paths import address

CHANNEL = "web"
ROUTINE = "routine"  # the group of the links that are settled without coming


@dataclass(frozen=True, slots=True)
class Matter:
    """A scenario in the list: what it is called, what it is about, where it begins."""

    title: Text
    about: Text
    url: str


@dataclass(frozen=True, slots=True)
class ChoiceLink:
    """An answer to choose: its code and words, and where it leads; private ones lead nowhere."""

    code: str
    text: Text
    url: str


@dataclass(frozen=True, slots=True)
class AnswerBefore:
    """A question that was answered, the answer, and where it can be changed."""

    question: Text
    answer: Text
    url: str


def matters(language: str, *, now: datetime) -> list[tuple[str, list[Matter]]]:
    """Return the scenarios of the web by group, in the order of the groups; no group is empty.

    Those of routine matters are apart: see `routine`.
    """
    groups: dict[str, list[Matter]] = {group: [] for group in GROUPS}
    for version in queries.scenarios(now):
        if CHANNEL in version.tree.channels and version.tree.group != ROUTINE:
            groups[version.tree.group].append(_matter(version, language))
    return [(group, list_of) for group, list_of in groups.items() if list_of]


def routine(language: str, *, now: datetime) -> list[tuple[str, list[Matter]]]:
    """Return the routine matters by programme."""
    lists: dict[str, list[Matter]] = {}
    for version in queries.scenarios(now):
        if CHANNEL in version.tree.channels and version.tree.group == ROUTINE:
            lists.setdefault(version.tree.programme, []).append(_matter(version, language))
    return list(lists.items())


def persons(language: str) -> list[tuple[str, str]]:
    """Return the ways to a person: the action and its address, of those that this site has."""
    ways = [(action, offers.address_of(action, language)) for action in ("contact", "call_back")]
    return [(action, url) for action, url in ways if url]


def place_of(version: Version, answers: Sequence[str]) -> tuple[Place, bool]:
    """Return where answers lead, and whether all of them do: else the furthest they lead to."""
    try:
        return replay(version.tree, answers), True
    except Obstacle as obstacle:
        index = int(str(obstacle.facts["index"]))
        return replay(version.tree, answers[:index]), False


def url_of(version: Version, answers: Sequence[str], language: str) -> str:
    """Return the address of a step; of a private one only how many answers come before it."""
    if not answers:
        return address("guidance:scenario", language, scenario=version.name)
    if version.tree.private:
        path = address("guidance:scenario", language, scenario=version.name)
        return f"{path}?step={len(answers) + 1}"
    return address("guidance:step", language, scenario=version.name, answers="/".join(answers))


def context(version: Version, place: Place, language: str) -> dict[str, object]:
    """Return everything that the page of a step shows."""
    words = words_of(version, place.step, CHANNEL, language)
    is_outcome = place.step in version.tree.outcomes
    action = action_of(version, place.step, language) if is_outcome else None
    title = version.say("title", CHANNEL, language)
    return {
        "title": title,
        "about": None if place.answers else version.say("about", CHANNEL, language),
        "words": words,
        "is_outcome": is_outcome,
        "is_private": version.tree.private,
        "choices": _choices(version, place, language),
        "before": _before(version, place, language),
        "back": url_of(version, place.answers[:-1], language) if place.answers else "",
        "again": address("guidance:scenario", language, scenario=version.name)
        + ("?step=1" if version.tree.private else ""),
        "action": action,
        "action_url": action.url.removeprefix(settings.PUBLIC_URL) if action else "",
        "source": version.tree.source_of(place.step, language) if is_outcome else "",
        "source_language": "fr" if language == "fr" else "en",
        "persons": persons(language),
        "mark": visit.sign(version.name, place.answers) if version.tree.private else "",
    }


def _matter(version: Version, language: str) -> Matter:
    title, about = (version.say(part, CHANNEL, language) for part in ("title", "about"))
    assert title and about
    url = address("guidance:scenario", language, scenario=version.name)
    # From the list it begins anew: who answered before may be somebody else at this computer.
    return Matter(title, about, f"{url}?step=1" if version.tree.private else url)


def _choices(version: Version, place: Place, language: str) -> list[ChoiceLink]:
    words = words_of(version, place.step, CHANNEL, language)
    return [
        ChoiceLink(code, text, url_of(version, (*place.answers, code), language))
        for code, text in words.choices
    ]


def _before(version: Version, place: Place, language: str) -> list[AnswerBefore]:
    answers = []
    for index, (step, code) in enumerate(zip(place.questions, place.answers, strict=True)):
        words = words_of(version, step, CHANNEL, language)
        url = url_of(version, place.answers[:index], language)
        url += "?step=1" if version.tree.private and not index else ""
        answers.append(AnswerBefore(words.text, dict(words.choices)[code], url))
    return answers
