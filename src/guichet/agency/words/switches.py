"""What follows from the programmes that an agency has on: what must be told, what leads nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guichet.agency.faults import WARNING, Fault, Notes
from guichet.agency.files import text_in
from guichet.agency.model import Agency
from guichet.agency.shipped import PROGRAMMES
from guichet.environment import env

PAID = ("eta",)  # whose pages and letters lead through a payment
# How the addresses of a programme begin, after the language.
BEGINNINGS = {"appointments": ("appointments", "help", "m"), "eta": ("eta",)}
_ELSEWHERE = re.compile(r"https?://\S+")
_LANGUAGE = r"(?:/?[a-z]{2,3}(?:-[A-Za-z]+)?/|/|\.\./)"
_END = r"(?:/|(?=[?#\"')\]>\s]|$))"
_WORDS = ("*.md", "*.toml", "*.po", "links.csv")


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


def links_to_what_is_off(
    folder: Path, programmes: tuple[str, ...], hosts: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield a warning for each line of the agency's own words that leads to a programme off.

    `hosts`: names of the site's own, by which words may link to it too.
    """
    names = "|".join(re.escape(host) for host in sorted(set(hosts)))
    here = re.compile(rf"(?<![\w.@-])(?:https?://)?(?:{names})(?::\d+)?(?=/)") if names else None
    for programme in PROGRAMMES:
        if programme in programmes or not programmes:
            continue
        begins = "|".join(BEGINNINGS[programme])
        link = re.compile(rf"(?<![\w/.-]){_LANGUAGE}(?:{begins}){_END}")
        for path in sorted(path for kind in _WORDS for path in folder.rglob(kind)):
            for number, words in _lines(path, here):
                if match := link.search(words):
                    file = path.relative_to(folder).as_posix()
                    sentence = (
                        f"{match[0]} leads into {programme}, which is off: there is nothing."
                        " Take it out."
                    )
                    yield Fault(WARNING, "", file, number, sentence)


def hosts_of(content: Mapping[str, Any]) -> set[str]:
    """Return the names of the site's own host: of its PUBLIC_URL, and of official addresses."""
    table = content.get("address")
    values = list(table.values()) if isinstance(table, dict) else []
    addresses = [env("PUBLIC_URL")]
    for value in values:
        texts = value.values() if isinstance(value, dict) else [value]
        addresses += [f"//{text.rpartition('//')[2]}" for text in texts if isinstance(text, str)]
    return {host for address in addresses if (host := _host(address))}


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""  # who reads the address says so


def _lines(path: Path, here: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file without addresses elsewhere, and with those of here as paths."""
    text, _ = text_in(path, path.name)  # who reads the file says what is wrong with it
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, _ELSEWHERE.sub("", here.sub("", line) if here else line)
