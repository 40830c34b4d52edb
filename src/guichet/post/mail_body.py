"""A mail before it is sent: its words once, and from them plain text and simple HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from django.conf import settings

from guichet.post import issuer
from guichet.web.directions import isolated
from guichet.web.languages import ALL

# What stands between a label and its value, where it is not a colon and a space.
COLONS = {"fr": "\u00a0: ", "ja": "：", "zh-Hans": "：", "zh-Hant": "："}
# The look of the site, as far as mail programs have it; without it the mail reads as well.
_COLORS = settings.AGENCY.colors
STYLE = (
    "body{max-width:40em;margin:0 auto;padding:1em;background:#fff;color:#15211e;"
    "font:1em/1.6 system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif}"
    f".brand{{margin:0 0 1.5em;padding-bottom:.5em;border-bottom:3px solid {_COLORS.brand};"
    f"color:{_COLORS.brand};font-size:1.2em;font-weight:700}}"
    f"h1{{font-size:1.5em;line-height:1.3}}h2{{font-size:1.1em;color:{_COLORS.brand}}}"
    f"a{{color:{_COLORS.brand};overflow-wrap:anywhere}}p,li,h1,h2{{overflow-wrap:anywhere}}"
    f"dl{{padding:1em;border-radius:.5em;background:{_COLORS.tint}}}dt{{color:#3d4a46}}"
    "dd{margin:0 0 .6em;overflow-wrap:anywhere}section{padding:1em;border:1px solid #c3cdc9}"
)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; `content_type` may carry parameters."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail without its addressee; `languages` are all that it is written in, its own first.

    `programme` says from which address it goes, `sender` under which name; `body` is what stands
    below the heading of the html, for a page that shows it before it is sent.
    """

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()
    programme: Literal["appointments", "eta"] = "appointments"
    sender: str = ""
    body: str = ""

    @property
    def language(self) -> str:
        return self.languages[0]


@dataclass(frozen=True)
class Paragraph:
    """One or more whole sentences; the strong ones are what the mail is about."""

    text: str
    strong: bool = False

    def as_text(self, language: str) -> str:
        return self.text

    def as_html(self) -> str:
        words = escape(self.text)
        return f"<p><strong>{words}</strong></p>" if self.strong else f"<p>{words}</p>"


@dataclass(frozen=True)
class Facts:
    """Labels and their values: date, place, numbers. A value may have several lines."""

    rows: Sequence[tuple[str, str]]

    def as_text(self, language: str) -> str:
        colon = COLONS.get(language, ": ")
        rows = ((label, isolated(value, language)) for label, value in self.rows)
        return "\n".join(f"{label}{colon}{value}" for label, value in rows)

    def as_html(self) -> str:
        rows = (f"<dt>{escape(label)}</dt><dd>{_lines(value)}</dd>" for label, value in self.rows)
        return f"<dl>{''.join(rows)}</dl>"


@dataclass(frozen=True)
class Checklist:
    """What to bring: lines, each with the kinds of it that will do."""

    heading: str
    lines: Sequence[tuple[str, Sequence[str]]]

    def as_text(self, language: str) -> str:
        rows = [self.heading]
        for line, kinds in self.lines:
            rows += [f"- {line}", *(f"  · {kind}" for kind in kinds)]
        return "\n".join(rows)

    def as_html(self) -> str:
        lines = (f"<li>{escape(line)}{_listed(kinds)}</li>" for line, kinds in self.lines)
        return f"<h2>{escape(self.heading)}</h2><ul>{''.join(lines)}</ul>"


@dataclass(frozen=True)
class Link:
    """An address on a line of its own, written out, so that it can be read and checked."""

    url: str

    def as_text(self, language: str) -> str:
        return self.url

    def as_html(self) -> str:
        url = escape(self.url)
        return f'<p><a dir="ltr" href="{url}">{url}</a></p>'


@dataclass(frozen=True)
class Quotation:
    """What a person wrote in their own words, a paragraph a line, marked with its language."""

    heading: str
    lines: Sequence[str]
    language: str

    def as_text(self, language: str) -> str:
        return "\n".join([self.heading, *self.lines])

    def as_html(self) -> str:
        direction = ALL[self.language].direction
        lines = "".join(f"<p>{escape(line)}</p>" for line in self.lines)
        quoted = f'<blockquote lang="{self.language}" dir="{direction}">{lines}</blockquote>'
        return f"<h2>{escape(self.heading)}</h2>{quoted}"


@dataclass(frozen=True)
class InLanguage:
    """The same in another language than the mail's: a heading and sentences that are marked.

    `url` is the page of the mail in that language, where it leads to one.
    """

    heading: str
    sentences: Sequence[str]
    language: str
    url: str = ""

    def as_text(self, language: str) -> str:
        return "\n\n".join([self.heading, *self.sentences, *([self.url] if self.url else [])])

    def as_html(self) -> str:
        paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        direction = ALL[self.language].direction
        heading = f"<h2>{escape(self.heading)}</h2>"
        link = Link(self.url).as_html() if self.url else ""
        words = f"{heading}{paragraphs}{link}"
        return f'<section lang="{self.language}" dir="{direction}">{words}</section>'


type Block = Paragraph | Facts | Checklist | Link | Quotation | InLanguage


def compose(
    subject: str,
    blocks: Sequence[Block],
    *,
    language: str,
    attachments: tuple[Attachment, ...] = (),
    heading: str = "",
    sender: str = "",
    programme: Literal["appointments", "eta"] = "appointments",
) -> Mail:
    """Return the mail that says the blocks, one after the other, under a heading.

    The heading is the subject, unless that has words of a second language.
    """
    text = "\n\n".join(block.as_text(language) for block in blocks)
    body = "\n".join(block.as_html() for block in blocks)
    html = (
        f'<!doctype html>\n<html lang="{language}" dir="{ALL[language].direction}">\n<head>'
        f'<meta charset="utf-8"><title>{escape(subject)}</title><style>{STYLE}</style></head>\n'
        f'<body>\n<p class="brand"><bdi>{escape(sender or issuer.name(language))}</bdi></p>\n'
        f"<h1>{escape(heading or subject)}</h1>\n{body}\n</body>\n</html>\n"
    )
    others = [block.language for block in blocks if isinstance(block, InLanguage)]
    return Mail(
        subject=subject,
        text=f"{text}\n",
        html=html,
        languages=tuple(dict.fromkeys([language, *others])),
        attachments=attachments,
        programme=programme,
        sender=sender,
        body=body,
    )


def _lines(value: str) -> str:
    lines = (f"<bdi>{escape(line)}</bdi>" for line in value.splitlines())
    return f"<strong>{'<br>'.join(lines)}</strong>"


def _listed(words: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(word)}</li>" for word in words)
    return f"<ul>{lines}</ul>" if lines else ""
