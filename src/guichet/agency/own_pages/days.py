"""Since when the agency's own pages say what they do: `AGENCY_DIR/pages/seen/<language>.csv`.

`check-agency --seen` writes it, in the lines of every sentence's day: see decision 0185. The key is
the slug. A page that was changed since has no day, until its change is noted as well.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from guichet.agency.faults import ERROR, Fault
from guichet.agency.files import text_in
from guichet.kernel.content import reviews

type Texts = Mapping[tuple[str, str], str]  # by slug and language


def days_of(folder: Path, texts: Texts) -> tuple[dict[tuple[str, str], date], list[Fault]]:
    """Return the day of each page of `folder` that has one, and what is wrong with the notes."""
    days: dict[tuple[str, str], date] = {}
    faults = []
    for language in _languages(texts):
        file = f"{folder.name}/{reviews.FOLDER}/{language}.csv"
        if fault := _fault_of(folder, file, language):
            faults.append(fault)
            continue
        words = _words(texts, language)
        try:
            notes = reviews.load(folder, language, words)
            for slug in words.keys() - set(reviews.undated(words, notes)):
                days[slug, language] = date.fromisoformat(notes[slug].changed_on)
        except (TypeError, ValueError):  # a line has too few or too many cells, or no day
            sentence = f"this is no list of days.{_HOW}"
            faults.append(Fault(ERROR, language, file, 0, sentence))
    return days, faults


def note_days(folder: Path, texts: Texts, *, on: date) -> None:
    """Note the day of every page that is new or was changed; raises OSError."""
    for language in _languages(texts):
        words = _words(texts, language)
        before = reviews.load(folder, language, words)
        after = reviews.brought_up_to_date(words, words, before, on=on.isoformat())
        reviews.save(folder, language, after)


_HOW = " Take it away, and say check-agency --seen."


def _fault_of(folder: Path, file: str, language: str) -> Fault | None:
    path = folder.parent / file
    if not (path.exists() or path.is_symlink()):
        return None
    return text_in(path, file, language=language, how=_HOW)[1]


def _languages(texts: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({language for _, language in texts})


def _words(texts: Texts, language: str) -> dict[str, str]:
    return {slug: text for (slug, code), text in texts.items() if code == language}
