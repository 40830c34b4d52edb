"""What the software ships for every agency: its languages, programmes and legal bounds."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "content"
DEMONSTRATION = ROOT / "agencies" / "demonstration"
PROGRAMMES = ("appointments", "eta")
# The languages in which every page of a programme is written, in the order of being offered.
COMPLETE: Mapping[str, tuple[str, ...]] = {
    "appointments": tuple("en es fr pt ht pl vi ko zh-Hans ar ru fil".split()),
    "eta": tuple("en fr de ar zh-Hans zh-Hant ko es it ja pt".split()),
}
# Those into which every sentence of templates and Python is translated; the others have those of
# the frame and of what all programmes share, and what is written in content/.
CATALOGUED = COMPLETE["appointments"]
LANGUAGES = tuple(dict.fromkeys(code for codes in COMPLETE.values() for code in codes))
# In which language `url_alternate_language` of the list of outside links is, by programme.
ALTERNATE = {"appointments": "es", "eta": "fr"}


@cache
def bounds() -> Mapping[str, tuple[int, int]]:
    """Return the least and the most days each kind of record may be kept, as the law has it."""
    table = tomllib.loads((CONTENT / "tables" / "retention.toml").read_text(encoding="utf-8"))
    return {
        kind: (row["least"], row["most"]) for kind, row in table.items() if isinstance(row, dict)
    }


@cache
def links() -> Mapping[str, str]:
    """Return the programme of each outside link, by its label."""
    path = CONTENT / "routine" / "links.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["label_key"]: row["service"] for row in csv.DictReader(file)}
