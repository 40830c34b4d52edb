"""Where routine matters are settled without coming: addresses from a table, words from texts."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.content.texts import Text, Texts

# On the first page; the rest is on the page of routine matters.
FIRST = (
    "case_status",
    "processing_times",
    "forms",
    "change_of_address",
    "case_inquiry",
    "office_locator",
)
NATIONAL_NUMBER, TEXT_TELEPHONE = "customer_service_phone", "customer_service_tty"
_FOLDER = settings.CONTENT_DIR / "routine"
_WORDS = Texts(_FOLDER)


@dataclass(frozen=True, slots=True)
class Destination:
    """One place to settle a routine matter: a web page, or a telephone number."""

    key: str
    label: Text
    hint: Text
    url: str
    phone: str
    phone_e164: str
    host: str  # whose site it is, so that people can see that it is the official one


@lru_cache(maxsize=32)
def destinations(language: str) -> dict[str, Destination]:
    """Return what is usually settled without coming, in the order of the table."""
    return {
        row["label_key"]: Destination(
            key=row["label_key"],
            label=_WORDS.get(f"{row['label_key']}.label", language),
            hint=_WORDS.get(f"{row['label_key']}.hint", language),
            url=(url := _address(row, language)),
            phone=row["phone_display"],
            phone_e164=row["phone_e164"],
            host=(urlsplit(url).hostname or "").removeprefix("www."),
        )
        for row in _rows()
        if row["service"] == "infopass"
    }


def _address(row: dict[str, str], language: str) -> str:
    spanish = row["url_alternate_language"] if language == "es" else ""
    return spanish or row["url"]


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    with layers.at(_FOLDER / "links.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
