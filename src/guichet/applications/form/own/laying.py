"""The form as an agency asks it: the shipped questions, without some, with others of its own.

`content/fields/fields.toml` of its folder says `left_out`, a list of questions; `[changed.<key>]`,
what a question says differently; `[[added]]`, a question of its own `after` another one; and
`accents`, the letters that names may have besides a to z.
"""

from collections.abc import Mapping, Sequence
from typing import Any

LEFT_OUT, CHANGED, ADDED, AFTER = "left_out", "changed", "added", "after"
ACCENTS = "accents"  # which letters a name may have besides a to z; without it, all of passports
LETTERS = "letter_language"  # the question in which language letters are wished
NAME = "name"  # the type of such a question
Rows = list[dict[str, Any]]


def sections_of(structure: Mapping[str, Any], *, letters: Sequence[str] = ()) -> Rows:
    """Return the sections with the questions that are asked; one without any is not there.

    `letters`: the languages of letters where the agency names none; who has no choice between
    two of them is not asked.
    """
    sections: Rows = [{**row, "field": list(row["field"])} for row in structure["section"]]
    for row in structure.get(ADDED, ()):
        _add(sections, row)
    absent, changes = set(structure.get(LEFT_OUT, ())), {**structure.get(CHANGED, {})}
    if letters and "options" not in changes.get(LETTERS, {}):
        changes[LETTERS] = {**changes.get(LETTERS, {}), "options": list(letters)}
        absent |= {LETTERS} if len(letters) == 1 else set()
    accents = str(structure.get(ACCENTS, ""))
    for section in sections:
        section["field"] = _questions(section["field"], absent, changes)
        for row in section["field"]:
            if row["type"] == NAME and accents:
                row[ACCENTS] = accents
    return [section for section in sections if section["field"]]


def _questions(rows: Sequence[Mapping[str, Any]], absent: set[str], changes: Any) -> Rows:
    return [{**row, **changes.get(row["key"], {})} for row in rows if row["key"] not in absent]


def _add(sections: Rows, row: Mapping[str, Any]) -> None:
    """Put a question behind the one it names."""
    for section in sections:
        keys = [question["key"] for question in section["field"]]
        if row[AFTER] in keys:
            question = {key: value for key, value in row.items() if key != AFTER}
            section["field"].insert(keys.index(row[AFTER]) + 1, question)
