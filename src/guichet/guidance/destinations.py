"""Where routine matters are settled without coming: addresses from a table, words from texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from guichet.kernel.content.texts import Text, Texts
from guichet.web.links import links_of

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
WORDS = Texts(settings.CONTENT_DIR / "routine")


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
    """Return what is usually settled without coming, in the order of the table; perhaps nothing."""
    return {
        key: Destination(
            key=key,
            label=WORDS.get(f"{key}.label", language),
            hint=WORDS.get(f"{key}.hint", language),
            url=link.url,
            phone=link.phone,
            phone_e164=link.e164,
            host=link.host,
        )
        for key, link in links_of("appointments", language).items()
    }


def several(keys: Iterable[str], language: str) -> list[Destination]:
    """Return those of some destinations that there are, in the order of the keys."""
    sites = destinations(language)
    return [sites[key] for key in keys if key in sites]


def national_number(language: str) -> Destination | None:
    """Return the number that everybody may call; None where the agency has none."""
    site = destinations(language).get(NATIONAL_NUMBER)
    return site if site and site.phone else None
