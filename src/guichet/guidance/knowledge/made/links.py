"""An article for each matter that is settled without coming: what it is, and where."""

from collections.abc import Iterator

from guichet.guidance.destinations import Destination, destinations
from guichet.guidance.knowledge.drafts import (
    ITEM,
    LEDE,
    Draft,
    Line,
    Said,
    in_each,
    lines_of,
    with_text,
)
from guichet.web.languages import FIRST

PROGRAMME, SUBJECT = "appointments", "routine"
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each destination."""
    for place, key in enumerate(destinations(FIRST), _AFTER):
        yield _draft(key, place)


def _draft(key: str, place: int) -> Draft:
    def said(language: str) -> Said:
        site = destinations(language)[key]
        lines = (*lines_of(LEDE, [site.hint]), *_where(site))
        return Said(site.label, lines)

    return Draft(
        article=f"without-coming-{key.replace('_', '-')}",
        programme=PROGRAMME,
        subject=SUBJECT,
        words=in_each(said),
        action="open_link",
        link=key,
        place=place,
    )


def _where(site: Destination) -> Iterator[Line]:
    for value in (site.phone, site.host):
        if value:
            yield Line(ITEM, with_text(site.label, value))
