"""Makes the folder of a new agency, which can be served as it is and corrected from there."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.core import get_global

from guichet.agency.reading import ACCENT, BRAND, FILE, Reading, read

LOGO = "logo.svg"
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
<rect width="32" height="32" rx="7" fill="{brand}"/>\
<path d="M7 26V12l9-6 9 6v14z" fill="#fff"/>\
<path d="M13 26v-8h6v8z" fill="{accent}"/></svg>
"""
_HEAD = """# Whose site this is. ./guichet check-agency says what is missing or wrong.

[agency]
name = {name}
logo = "logo.svg"
colors = {{ brand = "{brand}", accent = "{accent}" }}
languages = {languages}            # in the order in which they are offered
programmes = {programmes}
time_zone = "{zone}"

# Take away the # of what you know, and say it in your own words.
"""
_PARTS: Mapping[str, str] = {
    "appointments": """
# [contact.appointments]
# phone = "+33 1 23 45 67 89"
# email = "help@example.org"
""",
    "eta": """
# [contact.eta]
# phone = "+33 1 23 45 67 89"
# email = "help@example.org"

[fee.eta]
amount = "7.00"
currency = "EUR"

# What pages and letters promise: how long it is good, and how soon an answer comes.
[authorization]
valid_years = 5
answer_hours = 72
short_name = "eTA"
# name = "travel authorization of our country"  # as it stands within a sentence
""",
}
_FOOT = """
# [mail]
{senders}
#
# [imprint]
# name = "Ministry of Example"
# address = ["1 Example Street", "75002 Paris"]
#
# Who is responsible for people's data; the law of many countries asks for it.
# [privacy]
# name = "Ministry of Example"
# email = "privacy@example.org"
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked before a folder is made."""

    name: str
    languages: tuple[str, ...]
    programmes: tuple[str, ...]
    zone: str = "UTC"
    country: str = ""  # in two letters; nothing: that of the zone, where it is of one


def make(folder: Path, wishes: Wishes) -> Reading:
    """Make the folder; where it could not be served, make none and return what is wrong.

    Raises FileExistsError where there is something in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name) / "agency"
        draft.mkdir()
        (draft / FILE).write_text(_text(wishes), encoding="utf-8")
        drawing = _DRAWING.format(brand=BRAND, accent=ACCENT)
        (draft / LOGO).write_text(drawing, encoding="utf-8")
        reading = read(draft)
        if not reading.errors:
            shutil.copytree(draft, folder, dirs_exist_ok=True)
    return reading


def _text(wishes: Wishes) -> str:
    head = _HEAD.format(
        name=_toml(wishes.name),
        brand=BRAND,
        accent=ACCENT,
        languages=_toml(list(wishes.languages)),
        programmes=_toml(list(wishes.programmes)),
        zone=wishes.zone,
    )
    return (
        head
        + _country(wishes)
        + "".join(_PARTS.get(programme, "") for programme in wishes.programmes)
        + _FOOT.format(senders=_senders(wishes))
    )


def _senders(wishes: Wishes) -> str:
    return "\n".join(f'# {name} = "{name}@example.org"' for name in wishes.programmes)


def _country(wishes: Wishes) -> str:
    """Return the table that says where offices are, or travelers go."""
    zones = get_global("zone_territories")
    country = wishes.country or str(zones.get(wishes.zone, ""))
    mark, code = ("", country) if country.isalpha() else ("# ", "FR")
    lines = [f"{mark}{programme} = {_toml(code)}" for programme in wishes.programmes]
    return "\n".join(["", f"{mark}[country]", *lines, ""])


def _toml(value: str | list[str]) -> str:
    """Return a text, or a list of them, as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)
