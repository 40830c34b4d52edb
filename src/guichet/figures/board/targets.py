"""Which page or rule should have answered: where it is, and since when it reads as it does."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from guichet.feedback.titles import title_of
from guichet.guidance.knowledge import pages as help_pages
from guichet.guidance.knowledge import queries as articles
from guichet.guidance.knowledge.search import Hit, search
from guichet.guidance.knowledge.terms import looked_for
from guichet.guidance.player.pages import url_of
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.scenarios.rules import paths
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.content.texts import Text
from guichet.kernel.reading.days import authority_day
from guichet.web.addresses.naming import ANY
from guichet.web.addresses.paths import address
from guichet.web.languages import ALL, DEFAULT
from guichet.web.wire.drawn import drawn

_SHORTER = (0, 2, 3)  # letters taken from the end of words: typing mistakes, and endings
_SHORTEST = 4
_ARTICLE_OF_FIELD = "question-"


@dataclass(frozen=True, slots=True)
class Target:
    """A page or a rule: what it is called (a path where it has no title), its address, its day."""

    kind: str  # article, scenario, page; "nothing" where somebody has to write it
    label: Text | None = None
    path: str = ""
    url: str = ""
    changed_on: date | None = None


NOTHING = Target("nothing")
NOT_SAID = Target("")  # of what is counted together


def of_search(words: str, language: str) -> Target:
    """Return the article that is nearest to words which had no answer when they were typed."""
    terms = looked_for(words)
    for letters in _SHORTER:
        query = " ".join(_without(term, letters) for term in terms)
        if language in ALL and (hits := search(query, language, most=1)):
            return _of_hit(hits[0], language)
    return NOTHING


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the board: in which language, when, and whether previews are open to them."""

    language: str
    previews: bool
    now: datetime


def of_step(
    scenario: str, reader: Reader, *, step: str = "", channel: str = "", language: str = ""
) -> Target:
    """Return a step of a scenario as it is played now, and since when its version holds.

    It is the preview to who may see that, else the page.
    """
    now = reader.now
    entry = scenarios.current_entry(scenario, now=now)
    version = scenarios.current(scenario, now=now)
    if entry is None or version is None:
        return Target("scenario", path=scenario)
    first, answers, url = version.tree.channels[0], _answers_to(version, step), ""
    if reader.previews:
        path = address("staff:scenario_preview", DEFAULT, scenario=scenario, version=version.number)
        ways = {"channel": channel or first, "lang": language or reader.language}
        url = f"{path}?{urlencode({**ways, 'answers': ','.join(answers)})}"
    elif "web" in version.tree.channels:
        url = url_of(version, () if version.tree.private else answers, reader.language)
    day = max(entry.since, authority_day(entry.published_at))
    return Target("scenario", version.say("title", first, reader.language), scenario, url, day)


def _answers_to(version: Version, step: str) -> tuple[str, ...]:
    """Return answers that lead to a question of a scenario; none where it has no such question."""
    for way in paths(version.tree):
        if step in way.questions:
            return way.answers[: way.questions.index(step)]
    return ()


def of_page(name: str, reader: str) -> Target:
    """Return a page by its name; one with a number or a token in it can only be named."""
    if not name or ANY in name:
        return Target("page", path=name)
    title, day = title_of(name, reader), drawn(f"/{DEFAULT}{name}").changed_on
    return Target("page", Text(title, reader) if title else None, name, f"/{reader}{name}", day)


def of_field(page: str, field: str, reader: str) -> Target:
    """Return the article about a field of the form, else the page on which it was refused."""
    name = f"{_ARTICLE_OF_FIELD}{field.replace('_', '-')}"[:60].rstrip("-")
    return (field and _article(name, reader)) or of_page(page, reader)


def of_need(reader: str) -> Target:
    """Return the page on which somebody might have found the answer without us."""
    name = address("guidance:need", DEFAULT).removeprefix(f"/{DEFAULT}")
    return of_page(name, reader)


def _of_hit(hit: Hit, language: str) -> Target:
    version = articles.current(hit.article)
    day = authority_day(version.published_at) if version else None
    url = help_pages.url_of(hit.article, language)
    return Target("article", Text(hit.title, hit.said_in), hit.article, url, day)


def _article(name: str, reader: str) -> Target | None:
    version = articles.current(name)
    if version is None:
        return None
    title, _ = help_pages.said(version, articles.shown_in(version, reader)[0])
    day = authority_day(version.published_at)
    return Target("article", title, name, help_pages.url_of(name, reader), day)


def _without(term: str, letters: int) -> str:
    return term[: max(_SHORTEST, len(term) - letters)] if term.isascii() else term
