"""Policies as they came in the agency's folder: `content/instructions/<name>/`.

`policy.toml` has the kind and the programme, and a file for each language `title`, `text` in
Markdown and `changed`. What stands in a table is not written twice: `%(disclosure)s` in a text is
filled with the words that a feature above makes of its table.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.conf import settings

from guichet.guidance.policies.wording import Wording
from guichet.kernel.content import layers
from guichet.kernel.content.texts import words_in

FOLDER = settings.CONTENT_DIR / "instructions"
FILE = "policy.toml"
GENERATED: dict[str, Callable[[str], str]] = {}  # by placeholder; takes a language


def shipped() -> Iterator[tuple[str, Wording]]:
    """Yield each policy that lies in the folder, by name."""
    for folder in _folders():
        content = layers.read(folder / FILE)
        words = words_in(folder)
        yield (
            folder.name,
            Wording(
                kind=content["kind"],
                programme=content.get("programme", ""),
                titles=_each(words, "title"),
                texts={code: _filled(text, code) for code, text in _each(words, "text").items()},
                changed=_each(words, "changed"),
            ),
        )


def _folders() -> list[Path]:
    own = layers.own_of(FOLDER)
    places = [FOLDER, own] if own else [FOLDER]
    files = {path.parent.name: path.parent for place in places for path in place.glob(f"*/{FILE}")}
    return [files[name] for name in sorted(files)]


def _each(words: Mapping[str, Mapping[str, str]], key: str) -> dict[str, str]:
    return {code: texts[key] for code, texts in words.items() if key in texts}


def _filled(text: str, language: str) -> str:
    for name, words in GENERATED.items():
        hole = f"%({name})s"
        text = text.replace(hole, words(language)) if hole in text else text
    return text.strip()
