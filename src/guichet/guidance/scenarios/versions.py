"""A published scenario as a value: where answers lead in it, and what it says where."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guichet.guidance.scenarios.channels import LINES, STAFF_LANGUAGES, key_on
from guichet.guidance.scenarios.checking import parts_of
from guichet.guidance.scenarios.tree import Tree
from guichet.kernel.content.texts import ENGLISH, Text, note_taken

type Words = Mapping[str, Mapping[str, Text]]


@dataclass(frozen=True)
class Version:
    """What was published under a number; it never changes, and is kept in memory once read."""

    name: str
    number: int
    tree: Tree
    words: Words
    staff_words: Words

    def say(self, part: str, channel: str, language: str) -> Text | None:
        """Return what is said on a channel, in English where the language has not; or None."""
        return _said(self.words, self._keys, part, channel, language)

    def tell_staff(self, part: str, channel: str, language: str) -> Text | None:
        """Return what staff are told beside the words, in English or French; or None."""
        tongue = language if language in STAFF_LANGUAGES else ENGLISH
        return _said(self.staff_words, self._staff_keys, part, channel, tongue)

    @cached_property
    def languages(self) -> dict[str, list[str]]:
        """Return the languages in which every word of a channel is there, by channel."""
        parts = list(parts_of(self.tree))
        return {
            channel: [
                language
                for language, words in self.words.items()
                if all(key_on(channel, part, words) for part in parts)
            ]
            for channel in self.tree.channels
        }

    @cached_property
    def _keys(self) -> dict[tuple[str, str], str]:
        return _by_channel(self.words)

    @cached_property
    def _staff_keys(self) -> dict[tuple[str, str], str]:
        return _by_channel(self.staff_words)


def _said(
    words: Words, keys: Mapping[tuple[str, str], str], part: str, channel: str, language: str
) -> Text | None:
    key = keys.get((part, channel))
    if key is None:
        return None
    text = words.get(language, {}).get(key) or words[ENGLISH].get(key)
    return note_taken(text) if text else None


def _by_channel(words: Words) -> dict[tuple[str, str], str]:
    """Return the key that serves a part on a channel, by both; worked out once a version."""
    keys = words.get(ENGLISH, {}).keys()
    parts = {key.rpartition(".")[0] for key in keys if key.rpartition(".")[2] in LINES} | set(keys)
    return {
        (part, channel): key
        for part in parts
        for channel in LINES
        if (key := key_on(channel, part, keys))
    }
