"""What the pages of the help center show: subjects, an article, what changed, answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings

from guichet.films.table import beside
from guichet.guidance.knowledge import queries
from guichet.guidance.knowledge.drafts import ITEM
from guichet.guidance.knowledge.search import Hit
from guichet.guidance.models import Article, ArticleVersion
from guichet.guidance.scenarios import offers
from guichet.guidance.scenarios.tree import GROUPS as OF_SCENARIOS
from guichet.kernel.content.texts import Text, note_taken
from guichet.kernel.reading.days import authority_day
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import plain_day
from guichet.web.links import links_of
from guichet.web.programmes import PROGRAMMES
from guichet.web.words import texts

TOPIC = "help"
FIRST_OF_A_SUBJECT = 5  # on the first page; the others are one press away
MOST_RELATED = 5
MOST_VERSIONS = 5
# The subjects of articles: what scenarios are about, and how we work.
GROUPS = (*OF_SCENARIOS, "policies")
POLICY = "policy"  # the action of an article that is one: it leads to all versions of it
_OWN = ("look_up_status", "manage_appointment")


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article in a list."""

    title: Text
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a programme: its first articles, how many there are, and where all of them."""

    name: str
    articles: list[ArticleLink]
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ShownIn:
    """An article in one language: pieces are a kind with its texts, items of a list together."""

    title: Text
    pieces: list[tuple[str, list[Text]]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a version says that the one before did not, and the other way round."""

    number: int
    day: str
    new: list[Text]
    gone: list[Text]


def home(language: str) -> list[tuple[Text, list[Subject]]]:
    """Return the subjects of each programme that is on, with the title of the programme."""
    groups: dict[tuple[str, str], list[Article]] = {}
    for row in queries.listed(language):
        groups.setdefault((row.programme, row.subject), []).append(row)
    sections = []
    for programme in settings.AGENCY.programmes:
        subjects = [
            _subject(name, groups[programme, name], language)
            for name in GROUPS
            if (programme, name) in groups
        ]
        if subjects:
            sections.append((_title_of(programme, language), subjects))
    return sections


def of_subject(name: str, language: str) -> list[ArticleLink]:
    """Return every article of a subject."""
    return [link_of(row, language) for row in queries.listed(language) if row.subject == name]


def answers(hits: Sequence[Hit], language: str) -> list[ArticleLink]:
    """Return the articles of an answer as a list shows them."""
    return [link_of(hit, language) for hit in hits]


def own_pages(language: str) -> list[tuple[str, str]]:
    """Return where somebody finds what is theirs: an action of scenarios, and its path."""
    paths = [(action, offers.address_of(action, language)) for action in _OWN]
    return [(action, path) for action, path in paths if path]


def link_of(row: Article | Hit, language: str) -> ArticleLink:
    """Return an article as a list shows it."""
    return ArticleLink(Text(row.title, row.said_in), url_of(row.article, language))


def url_of(article: str, language: str) -> str:
    """Return the path of an article."""
    return address("guidance:article", language, article=article)


def article(version: ArticleVersion, language: str) -> dict[str, object]:
    """Return everything that the page of an article shows."""
    codes = queries.shown_in(version, language)
    return {
        "shown": [shown_once(version, code) for code in codes],
        "is_translated": codes == [language],
        "name": version.article,
        "number_of": version.number,
        "day": _day(version, language),
        "action": version.action if action_url(version, language) else "",
        "action_url": action_url(version, language),
        "shown_by": beside(version.action),
        "related": _related(version, language),
        "changes": list(_changes(version, codes[0], language)),
        "subject": version.subject,
        "subject_url": subject_url(version.subject, language),
    }


def action_url(version: ArticleVersion, language: str) -> str:
    """Return where an article leads: a page of the site or of another; "" where nowhere."""
    if version.action == offers.OPEN_LINK:
        link = links_of(version.programme, language).get(version.link)
        return (link.url or f"tel:{link.e164}") if link else ""
    if version.action == POLICY:
        return address("guidance:policy", language, policy=version.link)
    return offers.address_of(version.action, language) if version.action else ""


def home_url(language: str) -> str:
    """Return the path of the help center."""
    return address("guidance:help_center", language)


def subject_url(name: str, language: str) -> str:
    """Return the path of the list of a subject."""
    return f"{address('guidance:help_center', language)}?subject={name}"


def said(version: ArticleVersion, code: str) -> tuple[Text, list[tuple[str, Text]]]:
    """Return the title and the lines of an article in a language that it has."""
    words: Mapping[str, Any] = version.words[code]
    marks = {name: bool(words.get(name)) for name in ("stale", "unread")}
    day = str(words.get("changed_on", ""))

    def text(sentence: str) -> Text:
        return Text(sentence, code, changed_on=day, **marks)

    return text(words["title"]), [(line["kind"], text(line["text"])) for line in words["lines"]]


def difference(
    version: ArticleVersion, before: ArticleVersion | None, code: str
) -> tuple[list[Text], list[Text]]:
    """Return the sentences in a language that are new in a version, and those that are gone."""
    now, then = (_sentences(entry, code) for entry in (version, before))
    new = [text for words, text in now.items() if words not in then]
    return new, [text for words, text in then.items() if words not in now]


def _sentences(version: ArticleVersion | None, code: str) -> dict[str, Text]:
    if version is None or code not in version.words:
        return {}
    title, lines = said(version, code)
    return {text.text: text for text in (title, *(text for _, text in lines))}


def _subject(name: str, rows: list[Article], language: str) -> Subject:
    first = [link_of(row, language) for row in rows[:FIRST_OF_A_SUBJECT]]
    return Subject(name, first, len(rows), subject_url(name, language))


def _title_of(programme: str, language: str) -> Text:
    entry = PROGRAMMES.get(programme)
    if entry and entry.title:
        return entry.title(language)
    return texts(TOPIC).get(f"programme.{programme}", language)


def shown_once(version: ArticleVersion, code: str) -> ShownIn:
    """Return an article as it is shown in a language that it has."""
    title, lines = said(version, code)
    note_taken(title)
    return ShownIn(title, list(_pieces(lines)))


def _pieces(lines: Iterable[tuple[str, Text]]) -> Iterator[tuple[str, list[Text]]]:
    items: list[Text] = []
    for kind, text in lines:
        if kind == ITEM:
            items.append(text)
            continue
        if items:
            yield ITEM, items
            items = []
        yield kind, [text]
    if items:
        yield ITEM, items


def _related(version: ArticleVersion, language: str) -> list[ArticleLink]:
    """Return the articles that stand beside this one in its subject."""
    rows = [
        row
        for row in queries.listed(language)
        if (row.programme, row.subject) == (version.programme, version.subject)
    ]
    names = [row.article for row in rows]
    here = names.index(version.article) if version.article in names else 0
    beside = sorted(range(len(rows)), key=lambda index: (abs(index - here), index))
    nearest = sorted(index for index in beside[1 : MOST_RELATED + 1])
    return [link_of(rows[index], language) for index in nearest]


def _changes(version: ArticleVersion, code: str, language: str) -> Iterator[Change]:
    if version.number == 1:
        return
    every = queries.versions(version.article)[: MOST_VERSIONS + 1]
    for row, before in pairwise(every):
        new, former = difference(row, before, code)
        if new or former:
            yield Change(row.number, _day(row, language), new, former)


def _day(version: ArticleVersion, language: str) -> str:
    return day_of(version.published_at, language)


def day_of(at: datetime, language: str) -> str:
    """Return the authority's day of a moment, as the language writes it."""
    return plain_day(authority_day(at), language)
