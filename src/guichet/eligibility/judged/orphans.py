"""Own words of rows and answers that there are not, told where they stand: nobody reads them."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.lines import lines_of
from guichet.eligibility import content
from guichet.eligibility.content import QUESTIONS, TABLE
from guichet.eligibility.programme import NAME, TOPIC
from guichet.kernel.content import layers
from guichet.kernel.content.texts import words_in

_ANSWERS = ("held", "rare")


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield the words of no row and no answer; nothing where the law cannot be read."""
    own = layers.own_of(settings.CONTENT_DIR / TOPIC)
    if own is None or not settings.AGENCY.has(NAME):
        return
    if any(fault.severity == ERROR for fault in content.faults_of(folder)):
        return  # who reads it says so
    names = _names()
    shipped = words_in(settings.CONTENT_DIR / TOPIC)["en"]
    for language, words in words_in(own).items():
        lines = lines_of((own / f"{language}.toml").read_text(encoding="utf-8"))
        for key in sorted(words.keys() - shipped.keys()):
            kind, _, rest = key.partition(".")
            name = f"{kind}.{rest.split('.')[0]}"
            if kind in {"row", *_ANSWERS} and name not in names:
                place = TABLE if kind == "row" else QUESTIONS
                sentence = f"{key}: nobody reads it, for {place} has no {name}."
                sentence += nearest(name, names) or " Take it out."
                file = f"content/{TOPIC}/{language}.toml"
                yield Fault(WARNING, language, file, lines.get(key, 0), sentence)


def _names() -> set[str]:
    """Return the beginnings of the keys of words that are read."""
    table = layers.toml(content.path_of(TABLE))
    questions = layers.toml(content.path_of(QUESTIONS))
    rows = {f"row.{row['key']}" for row in table["row"]}
    return rows | {f"{kind}.{row['key']}" for kind in _ANSWERS for row in questions[kind]}
