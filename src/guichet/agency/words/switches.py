"""What follows from the programmes that an agency has on: what must be told, what leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from guichet.agency.faults import WARNING, Fault, Notes
from guichet.agency.model import Agency
from guichet.agency.shipped import PROGRAMMES

PAID = ("eta",)  # whose pages and letters lead through a payment
# How the addresses of a programme begin, after the language.
BEGINNINGS = {"appointments": ("appointments", "help"), "eta": ("eta",)}
_ELSEWHERE = re.compile(r"https?://\S+")
_LANGUAGE = r"(?:/?[a-z]{2,3}(?:-[A-Za-z]+)?/|/|\.\./)"
_WORDS = ("*.md", "*.toml", "*.po")


def complain_of_fees(notes: Notes, agency: Agency) -> None:
    """Note where a programme that is paid for has no fee: nobody could be led past the payment."""
    for programme in PAID:
        fee = agency.fees.get(programme)
        if not agency.has(programme) or (fee and fee.minor):
            continue
        key = f"fee.{programme}"
        if fee is None and notes.has(key):
            continue  # it cannot be read, which has been said
        sentence = (
            f"{programme} is on, and no fee above 0 is told: its pages and letters lead through a"
            f' payment. Say [{key}] with amount = "7.00" and currency = "EUR".'
        )
        notes.error(f"{key}.amount" if fee else "agency.programmes", sentence)


def links_to_what_is_off(folder: Path, programmes: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a warning for each line of the agency's own words that leads to a programme off."""
    for programme in PROGRAMMES:
        if programme in programmes:
            continue
        begins = "|".join(BEGINNINGS[programme])
        link = re.compile(rf"(?<![\w/.-]){_LANGUAGE}(?:{begins})/")
        for path in sorted(path for kind in _WORDS for path in folder.rglob(kind)):
            yield from _in_file(path, folder, link, programme)


def _in_file(path: Path, folder: Path, link: re.Pattern[str], programme: str) -> Iterator[Fault]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return  # who reads the file says so
    for number, line in enumerate(lines, start=1):
        if match := link.search(_ELSEWHERE.sub("", line)):
            sentence = (
                f"{match[0]} leads into {programme}, which is off: there is nothing. Take it out."
            )
            yield Fault(WARNING, "", path.relative_to(folder).as_posix(), number, sentence)
