"""One tree and its words for a family of scenarios: one for each routine link, in one folder.

A member is the family's tree without the outcomes that are not for its link, and the family's
words with those of the link filled in. Nothing is computed while it is played.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from guichet.guidance.destinations import WORDS as OF_LINKS
from guichet.guidance.scenarios import offers
from guichet.guidance.scenarios.tree import PROGRAMMES
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.content.texts import Text, Texts
from guichet.web.directions import in_sentence
from guichet.web.links import Link, links_of

LINKS = "links"  # the one kind of family: its members are the links of routine/links.csv
# What a link says itself, by the part of a scenario that says it.
_OF_THE_LINK = {"title": "label", "about": "hint"}
# The links for which an outcome may be there; besides, those of one programme.
_ONLY: Mapping[str, Callable[[Link], bool]] = {
    "page": lambda link: bool(link.url),
    "phone": lambda link: bool(link.phone and link.e164),
    "no_phone": lambda link: not (link.phone and link.e164),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A scenario of a family: the link that it is about, and the programme of that."""

    programme: str
    link: Link

    def content(self, family: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the tree's file of this member alone would say."""
        omissions = self._omissions(family)
        questions, outcomes = (_steps(family, kind) for kind in ("question", "outcome"))
        return {
            **{key: value for key, value in family.items() if key != "family"},
            "programme": self.programme,
            "link": self.link.key,
            "question": {step: _without(choices, omissions) for step, choices in questions.items()},
            "outcome": {
                step: self._outcome(outcome)
                for step, outcome in outcomes.items()
                if step not in omissions
            },
        }

    def idle(self, family: Mapping[str, Any]) -> frozenset[str]:
        """Return the steps and choices of a family that this member has not, as in `way.phone`."""
        omissions = self._omissions(family)
        choices = {
            f"{step}.{choice}"
            for step, choices in _steps(family, "question").items()
            if isinstance(choices, Mapping)
            for choice, target in choices.items()
            if target in omissions
        }
        return omissions | choices

    def _omissions(self, family: Mapping[str, Any]) -> frozenset[str]:
        outcomes = _steps(family, "outcome")
        return frozenset(step for step, outcome in outcomes.items() if not self._has(outcome))

    def _has(self, outcome: object) -> bool:
        only = outcome.get("only", "") if isinstance(outcome, Mapping) else ""
        if only in _ONLY:
            return _ONLY[only](self.link)
        return only not in PROGRAMMES or only == self.programme

    def _outcome(self, outcome: object) -> object:
        if not isinstance(outcome, Mapping):
            return outcome
        link = {"link": self.link.key} if outcome.get("action") in offers.OF_A_LINK else {}
        is_read = outcome.get("only", "") in (*_ONLY, *PROGRAMMES)
        rest = {key: value for key, value in outcome.items() if key != "only" or not is_read}
        return rest | link


class MemberTexts(Texts):
    """The words of a family as one member says them: with those of its link, and no others."""

    def __init__(self, texts: Texts, member: Member, idle: frozenset[str], *, titled: bool) -> None:
        super().__init__(texts.folder)
        self._family, self._member, self._idle = texts, member, idle
        self._parts = _OF_THE_LINK if titled else {}

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Every sentence, by language and key."""
        return {language: dict(self._sources(language)) for language in self._family.words}

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, Text]]:
        return {language: dict(self._in(language)) for language in self._family.words}

    def _sources(self, language: str) -> Iterator[tuple[str, str]]:
        for key, text in self._family.words[language].items():
            if self._says(key):
                yield key, self._fill(text, language)
        for part, key in self._parts.items():
            words = OF_LINKS.words.get(language, {})
            if f"{self._member.link.key}.{key}" in words:
                yield part, words[f"{self._member.link.key}.{key}"]

    def _in(self, language: str) -> Iterator[tuple[str, Text]]:
        for key in self._family.words[language]:
            text = self._family.get(key, language)
            if self._says(key) and text.language == language:
                yield key, replace(text, text=self._fill(text.text, language))
        for part, key in self._parts.items():
            text = OF_LINKS.get(f"{self._member.link.key}.{key}", language)
            if text.language == language:
                yield part, text

    def _says(self, key: str) -> bool:
        step, _, rest = key.partition(".")
        return step not in self._idle and f"{step}.{rest.partition('.')[0]}" not in self._idle

    def _fill(self, text: str, language: str) -> str:
        link = self._member.link
        label = OF_LINKS.get(f"{link.key}.label", language).text
        return sentence_with(text, in_sentence({"label": label, "phone": link.phone}, language))


def members() -> Iterator[Member]:
    """Yield the members of a family of links: the links that the agency has, by programme."""
    for programme in PROGRAMMES:
        for link in links_of(programme, "en").values():
            yield Member(programme, link)


def _steps(family: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    steps = family.get(kind)
    return steps if isinstance(steps, Mapping) else {}


def _without(choices: object, omissions: frozenset[str]) -> object:
    if not isinstance(choices, Mapping):
        return choices
    return {code: target for code, target in choices.items() if target not in omissions}
