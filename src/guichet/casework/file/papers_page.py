"""A paper that is open in the file: one of its pages, beside the question that it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from babel.numbers import format_percent

from guichet.applications.models import Paper
from guichet.kernel.reading import typed_text
from guichet.web.languages import locale_of

# How wide a page is drawn, in pixels, by how wide it is shown, in hundredths of its place.
WIDTHS = {100: 1000, 150: 1500, 200: 2000, 300: 3000}
ZOOMS = tuple(WIDTHS)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a paper."""

    paper: Paper
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPaper:
    """The page that is shown, and what lies before and after it in the same answer."""

    paper: Paper
    page: int
    zoom: int
    before: Leaf | None
    after: Leaf | None

    @property
    def wider(self) -> int:
        """Return the next wider zoom; 0 where there is none."""
        return next((zoom for zoom in ZOOMS if zoom > self.zoom), 0)

    @property
    def narrower(self) -> int:
        """Return the next narrower zoom; 0 where there is none."""
        return next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom), 0)

    def query(self, leaf: Leaf | None = None, *, zoom: int = 0) -> str:
        """Return the query of the file with another page, or another zoom."""
        paper, page = (leaf.paper, leaf.page) if leaf else (self.paper, self.page)
        return urlencode({"paper": paper.pk, "page": page, "zoom": zoom or self.zoom})


def zooms(language: str) -> dict[int, str]:
    """Return what each zoom is called."""
    locale = locale_of(language)
    return {zoom: format_percent(zoom / 100, locale=locale) for zoom in ZOOMS}


def can_be_opened(paper: Paper) -> bool:
    """Tell whether officers may look into a paper: it was handed in, and is clean."""
    return paper.state == Paper.State.HANDED_IN and paper.verdict == Paper.Verdict.CLEAN


def open_paper(handed_in: Sequence[Paper], query: Mapping[str, str]) -> OpenPaper | None:
    """Return what an address asks to see of papers; None for none, or one that is not there.

    A page or a zoom that is not there becomes the nearest one.
    """
    pk, page, zoom = (_number(query.get(name, "")) for name in ("paper", "page", "zoom"))
    papers = [paper for paper in handed_in if can_be_opened(paper)]
    paper = next((paper for paper in papers if paper.pk == pk), None)
    if paper is None:
        return None
    leaves = _leaves([other for other in papers if other.request_id == paper.request_id])
    place = leaves.index(Leaf(paper, min(max(page, 1), paper.pages)))
    return OpenPaper(
        paper=paper,
        page=leaves[place].page,
        zoom=min(ZOOMS, key=lambda wide: abs(wide - zoom)),
        before=leaves[place - 1] if place else None,
        after=leaves[place + 1] if place + 1 < len(leaves) else None,
    )


def context(
    papers: Sequence[Paper], query: Mapping[str, str], language: str, *, typing: str = ""
) -> dict[str, object]:
    """Return what a page needs to show papers; `typing` names the form that somebody fills in."""
    return {
        "leaf": open_paper(papers, query),
        "zooms": zooms(language),
        "can_be_opened": can_be_opened,
        "typing": typing,
    }


def _leaves(papers: Sequence[Paper]) -> list[Leaf]:
    return [Leaf(paper, page) for paper in papers for page in range(1, paper.pages + 1)]


def _number(text: str) -> int:
    digits = typed_text.plain(text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0
