"""Pages and telephone numbers of others, by the label of a table: what is not there is not shown.

The labels stand in `content/routine/links.csv`; the addresses are the agency's own, in its file
of that name or under `[links]` of its `agency.toml`. None is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from guichet.agency.shipped import ALTERNATE
from guichet.kernel.content import layers
from guichet.kernel.content.lists import rows_of

_FILE = settings.CONTENT_DIR / "routine" / "links.csv"


@dataclass(frozen=True, slots=True)
class Link:
    """A page of an office, a telephone number of it, or both."""

    key: str
    url: str
    phone: str
    e164: str
    called_from: tuple[str, ...]  # the countries, by their codes

    @property
    def host(self) -> str:
        """Return whose site it is, so that people can see that it is the official one."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=64)
def links_of(programme: str, language: str) -> Mapping[str, Link]:
    """Return the links of a programme that there are, by label, in the order of the table."""
    links = [_link(row, language) for row in _rows() if row["service"] == programme]
    return {link.key: link for link in links if link.url or link.phone}


@lru_cache(maxsize=1)
def labels() -> frozenset[str]:
    """Return the labels of all links, those too that the agency has no address for."""
    return frozenset(row["label_key"] for row in rows_of(_FILE))


def _link(row: Mapping[str, str], language: str) -> Link:
    key, own = row["label_key"], settings.AGENCY.links
    if key in own and own[key] is None:
        return Link(key, "", "", "", ())
    page = own.get(key)
    return Link(
        key=key,
        url=page.in_language(language) if page else _address(row, language),
        phone=row["phone_display"],
        e164=row["phone_e164"],
        called_from=tuple(row["callable_from"].split()),
    )


def _address(row: Mapping[str, str], language: str) -> str:
    is_alternate = language == ALTERNATE[row["service"]]
    return (row["url_alternate_language"] if is_alternate else "") or row["url"]


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    return rows_of(layers.at(_FILE))
