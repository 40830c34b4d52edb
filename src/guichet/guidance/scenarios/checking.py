"""All that is wrong with the scenarios, a sentence each; and what is only behind the English."""

import re
import tomllib
from collections.abc import Iterable, Iterator

from django.conf import settings

from guichet.guidance.scenarios import offers
from guichet.guidance.scenarios.channels import LINES, SPOKEN, STAFF_LANGUAGES, key_on
from guichet.guidance.scenarios.drafts import Draft
from guichet.guidance.scenarios.rules import faults_of_shape
from guichet.guidance.scenarios.tree import BadTreeError, Tree
from guichet.kernel.content import layers
from guichet.kernel.content.texts import ENGLISH, Texts
from guichet.web.links import labels

# Nobody can say these on the telephone: an address of a page or of mail.
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\b[\w-]+\.(?:com|org|net|gov|int|ca|fr|uk)\b", re.I)
_OF_ALL = ("title", "about")


def faults(draft: Draft) -> list[str]:
    """Return what keeps a scenario from being published, as sentences."""
    try:
        tree = draft.tree
    except BadTreeError as fault:
        return fault.sentences
    if wrong := faults_of_shape(tree):
        return wrong
    if unreadable := [*_unreadable_words(draft)]:
        return unreadable
    return [*_faults_of_offers(tree), *_faults_of_words(draft, tree)]


def stale(draft: Draft) -> Iterator[str]:
    """Yield each sentence of a scenario whose English has changed since it was translated."""
    if next(_unreadable_words(draft), None):
        return
    for texts in (draft.words, draft.staff_words):
        if texts.words:
            for language, key in texts.stale():
                yield f"{language}: the English has changed: {key}"


def idle(tree: Tree) -> Iterator[str]:
    """Yield each outcome that offers nothing to do, which may be meant so: a person reads it."""
    for step, outcome in tree.outcomes.items():
        if not outcome.action:
            yield f"outcome {step} offers nothing to do"


def parts_of(tree: Tree) -> Iterator[str]:
    """Yield the key of everything that must be said in a scenario, without a channel."""
    yield from _OF_ALL
    for step, question in tree.questions.items():
        yield f"{step}.ask"
        yield from (f"{step}.{choice}" for choice in question.choices)
    for step in tree.outcomes:
        yield f"{step}.say"


def _faults_of_offers(tree: Tree) -> Iterator[str]:
    for step, outcome in tree.outcomes.items():
        action = outcome.action
        if action and action not in offers.ACTIONS:
            yield f"outcome {step}: {action} is no action; see docs/scenarios.md."
        elif action and offers.ACTIONS[action] not in ("", tree.programme):
            yield f"outcome {step}: {action} is of another programme than the scenario."
        elif action and settings.AGENCY.has(tree.programme) and not offers.is_handed_in(action):
            yield f"outcome {step}: {action} leads nowhere yet."
        if (action in offers.OF_A_LINK) != bool(outcome.link):
            yield f"outcome {step}: a link and {' or '.join(offers.OF_A_LINK)} belong together."
        if not tree.source_of(step, ENGLISH):
            yield f"outcome {step}: it names no source, and the tree has none."
    for link in {tree.link, *(outcome.link for outcome in tree.outcomes.values())} - {""}:
        if link not in labels():
            yield f"{link} is no label of routine/links.csv."


def _unreadable_words(draft: Draft) -> Iterator[str]:
    """Yield each file of words that is no TOML. A key twice is most often `say` for all and one."""
    for folder in draft.folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                layers.read(path)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                name = path.relative_to(draft.folder) if path.is_relative_to(draft.folder) else path
                yield f"{name} is not TOML: {error}.{_hint_of(error)}"


def _hint_of(error: ValueError) -> str:
    if "overwrite" not in str(error).lower() and "immutable" not in str(error).lower():
        return ""
    return (
        " It says one thing twice. Words are for all channels, as in say, or for each channel"
        " by its name, as in say.web and say.telephone; not both."
    )


def _faults_of_words(draft: Draft, tree: Tree) -> Iterator[str]:
    words = draft.words.words
    for language in settings.AGENCY.languages:
        if language not in words:
            yield f"{language}: there is no {language}.toml."
            continue
        yield from _faults_in(language, words[language].keys(), tree)
        yield from _spoken_addresses(language, draft.words, tree)
    for language in {ENGLISH, *words} - {*settings.AGENCY.languages}:
        yield from _faults_in(language, words.get(language, {}).keys(), tree)
    yield from _faults_of_staff_words(draft, tree)


def _faults_in(language: str, keys: Iterable[str], tree: Tree) -> Iterator[str]:
    keys = set(keys)
    parts = set(parts_of(tree))
    may = parts | {f"{step}.why" for step in (*tree.questions, *tree.outcomes)}
    for part in sorted(parts):
        for channel in tree.channels:
            if key_on(channel, part, keys) is None:
                yield f"{language}: {part} has no words for {channel}."
    yield from (
        f"{language}: {key} belongs to no step." for key in sorted(_unread(keys, may, tree))
    )


def _unread(keys: set[str], parts: set[str], tree: Tree) -> set[str]:
    """Return the keys that are said on no channel of a tree."""
    lines = {line for channel in tree.channels for line in LINES[channel]}
    return keys - parts - {f"{part}.{line}" for part in parts for line in lines}


def _spoken_addresses(language: str, texts: Texts, tree: Tree) -> Iterator[str]:
    channels = [channel for channel in tree.channels if channel in SPOKEN]
    words = texts.words[language]
    keys = {key_on(channel, part, words) for part in parts_of(tree) for channel in channels}
    for key in sorted(key for key in keys if key):
        if _ADDRESS.search(words[key]):
            yield f"{language}: {key} is spoken, and has an address in it."


def _faults_of_staff_words(draft: Draft, tree: Tree) -> Iterator[str]:
    words = draft.staff_words.words
    if not any(channel in SPOKEN for channel in tree.channels):
        return
    steps = (*tree.questions, *tree.outcomes)
    may = {"about", *(f"{step}.do" for step in steps)}
    for language in STAFF_LANGUAGES:
        keys = set(words.get(language, {}))
        if "about" not in keys:
            yield f"{language}: staff/{language}.toml does not say what the scenario is about."
        for key in sorted(_unread(keys, may, tree)):
            yield f"{language}: {key} of staff/ belongs to no step."
