"""Reads `AGENCY_DIR/pages/<slug>.<language>.md` once, at the start."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.files import folders_in, text_in
from guichet.agency.model import OwnPage, Wording
from guichet.agency.own_pages.days import days_of, note_days
from guichet.agency.own_pages.markdown import html_of, links_of, problems, title_of
from guichet.agency.shipped import LANGUAGES, PROGRAMMES
from guichet.kernel.content import reviews

FOLDER = "pages"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 60
_ADDRESS = re.compile(r"/([^/]+)/(?:pages/([^/]*)|([^/]*))")
# Where the pages of a programme are; a link into one that is off would lead nowhere.
_FIRST_PARTS = {"appointments": "appointments", "m": "appointments", "eta": "eta"}


@dataclass(slots=True)
class Shelf:
    """The pages of a folder while they are read, and what is wrong with them."""

    languages: tuple[str, ...]
    programmes: tuple[str, ...]
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # by slug and language
    days: dict[tuple[str, str], date] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def note_pages(folder: Path, *, on: date) -> None:
    """Note since when the own pages of a folder say what they do; raises OSError."""
    shelf = Shelf((), ())
    for path in _entries(folder / FOLDER, shelf):
        _read(path, shelf)
    note_days(folder / FOLDER, shelf.texts, on=on)


def pages_in(
    folder: Path, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> tuple[Mapping[str, OwnPage], list[Fault]]:
    """Return the own pages of an agency by slug, in the order of their names, and all faults."""
    shelf = Shelf(languages, programmes)
    for path in _entries(folder / FOLDER, shelf):
        _read(path, shelf)
    shelf.days, faults = days_of(folder / FOLDER, shelf.texts)
    shelf.faults += faults
    for slug in _slugs(shelf):
        shelf.faults += _of_languages(slug, shelf)
    for (slug, language), text in shelf.texts.items():
        shelf.faults += _of_links(slug, language, text, shelf)
    pages = {slug: _page(slug, shelf) for slug in _slugs(shelf)}
    return {slug: page for slug, page in pages.items() if page.wordings}, shelf.faults


def _entries(folder: Path, shelf: Shelf) -> list[Path]:
    shelf.faults += folders_in(folder.parent, [FOLDER])
    if shelf.faults or not folder.exists():
        return []
    return sorted(path for path in folder.iterdir() if path.name != reviews.FOLDER)


def _read(path: Path, shelf: Shelf) -> None:
    file = f"{FOLDER}/{path.name}"
    slug, language, wrong = _named(path.name)
    if wrong:
        shelf.faults.append(Fault(ERROR, "", file, 0, wrong))
        return
    text, fault = text_in(path, file, language=language)
    if fault:
        shelf.faults.append(fault)
        return
    shelf.faults += [Fault(ERROR, language, file, *problem) for problem in problems(text)]
    shelf.texts[slug, language] = text


def _named(name: str) -> tuple[str, str, str]:
    """Return slug and language of a file, or what is wrong with its name."""
    slug, _, rest = name.removesuffix(".md").partition(".")
    if not name.endswith(".md") or not rest:
        return "", "", "a page is called slug.language.md, as in imprint.fr.md."
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST:
        return "", "", f"{slug!r} takes small letters, digits and single hyphens: it is an address."
    if rest not in LANGUAGES:
        return "", "", f"{rest!r} is no language of ours.{nearest(rest, LANGUAGES)}"
    return slug, rest, ""


def _slugs(shelf: Shelf) -> list[str]:
    return sorted({slug for slug, _ in shelf.texts})


def _of_languages(slug: str, shelf: Shelf) -> Iterator[Fault]:
    wordings = {language for other, language in shelf.texts if other == slug}
    for language in sorted(wordings - set(shelf.languages)) if shelf.languages else ():
        sentence = f"{language} is not offered; nobody reads this page."
        yield Fault(WARNING, language, f"{FOLDER}/{slug}.{language}.md", 0, sentence)
    for language in shelf.languages:
        if language not in wordings:
            sentence = f"the page is missing in {language}, which is offered: write it."
            yield Fault(ERROR, language, f"{FOLDER}/{slug}.{language}.md", 0, sentence)


def _of_links(slug: str, language: str, text: str, shelf: Shelf) -> Iterator[Fault]:
    file = f"{FOLDER}/{slug}.{language}.md"
    for line, link in links_of(text):
        if wrong := _wrong_with(urljoin(f"/{language}/pages/{slug}/", link), shelf):
            yield Fault(ERROR, language, file, line, f"a link leads to {link!r}: {wrong}")


def _wrong_with(address: str, shelf: Shelf) -> str:
    """Return why a link within the site leads nowhere, or nothing."""
    match = _ADDRESS.match(urlsplit(address).path)
    if not match:
        return ""
    prefix, own, first = match.groups()
    if shelf.languages and prefix not in shelf.languages:
        return f"pages begin with a language that is offered, and {prefix!r} is none."
    if own is not None:
        names = _slugs(shelf)
        return "" if own in names else f"there is no page {own!r}.{nearest(own, names)}"
    programme = _FIRST_PARTS.get(first, "")
    if shelf.programmes and programme in PROGRAMMES and programme not in shelf.programmes:
        return f"{programme} is off."
    return ""


def _page(slug: str, shelf: Shelf) -> OwnPage:
    codes = (code for code in shelf.languages if (slug, code) in shelf.texts)
    wordings = {}
    for code in codes:
        text = shelf.texts[slug, code]
        day = shelf.days.get((slug, code))
        wordings[code] = Wording(code, title_of(text), html_of(text), day)
    return OwnPage(slug, wordings)
