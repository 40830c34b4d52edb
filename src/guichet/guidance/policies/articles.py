"""What is published of policies, as articles of the help center: read-only, with kind and dates."""

from collections.abc import Iterator

from django.conf import settings
from markdown_it.token import Token

from guichet.agency.own_pages.markdown import tokens_of
from guichet.guidance.knowledge.drafts import (
    HEADING,
    ITEM,
    LEDE,
    PARAGRAPH,
    Draft,
    Line,
    Said,
    lines_of,
    sentences_of,
)
from guichet.guidance.models import PolicyVersion
from guichet.guidance.policies import queries
from guichet.kernel import clock
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.content.texts import Text
from guichet.kernel.reading.days import authority_day
from guichet.web.formats.dates import number, plain_day
from guichet.web.languages import OFFERED
from guichet.web.words import texts

TOPIC = SUBJECT = "policies"
ACTION = "policy"
_AFTER = 200  # behind what is written and made for readers


def drafts() -> Iterator[Draft]:
    """Yield an article of each policy, procedure and instruction that is published today."""
    for place, version in enumerate(_published(), _AFTER):
        yield Draft(
            article=f"policy-{version.policy}",
            programme=version.programme or settings.AGENCY.programmes[0],
            subject=SUBJECT,
            words={code: _said(version, code) for code in version.texts if code in OFFERED},
            action=ACTION,
            link=version.policy,
            place=place,
        )


def stamp() -> str:
    """Return what changes when another version is published."""
    return " ".join(f"{version.policy}:{version.number}" for version in _published())


def _published() -> list[PolicyVersion]:
    rows = queries.published(today=authority_day(clock.now()))
    return sorted(rows, key=lambda version: version.policy)


def _said(version: PolicyVersion, code: str) -> Said:
    day = version.since.isoformat()

    def text(words: str) -> Text:
        return Text(words, code, changed_on=day)

    lines = [*lines_of(LEDE, [text(_standing(version, code))])]
    for kind, words in _pieces(version.texts[code]):
        pieces = sentences_of(text(words)) if kind == PARAGRAPH else [text(words)]
        lines += lines_of(kind, pieces)
    if changed := version.changed.get(code):
        lines.append(Line(HEADING, text(texts(TOPIC).get("list.changed", code).text)))
        lines += lines_of(PARAGRAPH, [text(changed)])
    return Said(text(version.titles.get(code) or next(iter(version.titles.values()))), tuple(lines))


def _standing(version: PolicyVersion, code: str) -> str:
    """Return the kind, the version and since when it holds, as the page of policies says it."""
    say = texts(TOPIC).get
    return " · ".join(
        (
            say(f"kind.{version.kind}", code).text,
            _filled(say("one.version", code).text, number=number(version.number, code)),
            _filled(say("list.since", code).text, day=plain_day(version.since, code)),
        )
    )


def _filled(sentence: str, **values: object) -> str:
    return str(sentence_with(sentence, values))


def _pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield the headings, paragraphs and items of a text, each as plain words."""
    kind, depth = PARAGRAPH, 0
    for token in tokens_of(markdown):
        if token.type == "heading_open":
            kind = HEADING
        elif token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "paragraph_open":
            kind = ITEM if depth else PARAGRAPH
        elif token.type == "inline" and (words := _plain(token)):
            yield kind, words


def _plain(token: Token) -> str:
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
    )
    return "".join(parts).strip()
