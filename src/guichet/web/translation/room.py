"""How many signs a sentence may have, where a paper, a mail or a telephone has no room for more.

`content/limits.toml` says it of both stores; a comment of the source may say it of its sentence.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

PAGES = "pages"  # the sentences of templates and of Python, named by their English
_FILLED_IN = re.compile(r"%\(\w+\)s|<[^>]*>")
_SAID = re.compile(r"(\d+) signs at most")


@dataclass(frozen=True, slots=True)
class SentenceRoom:
    """The most signs of a sentence, beside what is filled in, and what it is."""

    signs: int
    what: str

    def __str__(self) -> str:
        """Return what translators are told."""
        return f"{self.what}; {self.signs} signs at most beside what is filled in"

    def longer(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield what is wrong with each text that has more signs."""
        for text in texts:
            count = len(_FILLED_IN.sub("", text))
            if count > self.signs:
                yield f"{count} signs where there is room for {self.signs}"


@cache
def listed() -> dict[str, SentenceRoom]:
    """Return the rooms of `content/limits.toml`, by "pages:English" and "topic:key"."""
    path = settings.CONTENT_DIR / "limits.toml"
    groups: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{topic}:{name}": SentenceRoom(group["signs"], group["what"])
        for group in groups.values()
        for topic, names in group["of"].items()
        for name in names
    }


def of_content(topic: str, key: str) -> SentenceRoom | None:
    """Return the room of a sentence of content/; None where it may be of any length."""
    return listed().get(f"{topic.removeprefix('own/')}:{key}")


def of_page(text: str, comments: Iterable[str]) -> SentenceRoom | None:
    """Return the room of a sentence of the source, as its writer or the list says."""
    for comment in comments:
        if match := _SAID.search(comment):
            return SentenceRoom(int(match[1]), comment.partition(";")[0])
    return listed().get(f"{PAGES}:{text}")
