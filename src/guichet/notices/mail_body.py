"""A mail before it is sent: its words once, and from them plain text and simple HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from guichet.web.languages import ALL


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; `content_type` may carry parameters."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail in one language, without its addressee."""

    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One or more whole sentences; the strong ones are what the mail is about."""

    text: str
    strong: bool = False

    def as_text(self) -> str:
        return self.text

    def as_html(self) -> str:
        words = escape(self.text)
        return f"<p><strong>{words}</strong></p>" if self.strong else f"<p>{words}</p>"


@dataclass(frozen=True)
class Facts:
    """Labels and their values: date, place, numbers."""

    rows: Sequence[tuple[str, str]]

    def as_text(self) -> str:
        return "\n".join(f"{label}: {value}" for label, value in self.rows)

    def as_html(self) -> str:
        rows = (
            f"<dt>{escape(label)}</dt><dd><strong><bdi>{escape(value)}</bdi></strong></dd>"
            for label, value in self.rows
        )
        return f"<dl>{''.join(rows)}</dl>"


@dataclass(frozen=True)
class Checklist:
    """What to bring: lines, each with the kinds of it that will do."""

    heading: str
    lines: Sequence[tuple[str, Sequence[str]]]

    def as_text(self) -> str:
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

    def as_text(self) -> str:
        return self.url

    def as_html(self) -> str:
        url = escape(self.url)
        return f'<p><a dir="ltr" href="{url}">{url}</a></p>'


@dataclass(frozen=True)
class InLanguage:
    """The same in another language than the mail's: a heading and sentences that are marked."""

    heading: str
    sentences: Sequence[str]
    language: str

    def as_text(self) -> str:
        return "\n\n".join([self.heading, *self.sentences])

    def as_html(self) -> str:
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        direction = ALL[self.language].direction
        heading = f"<h2>{escape(self.heading)}</h2>"
        return f'<section lang="{self.language}" dir="{direction}">{heading}{said}</section>'


type Block = Paragraph | Facts | Checklist | Link | InLanguage


def compose(
    subject: str,
    blocks: Sequence[Block],
    *,
    language: str,
    attachments: tuple[Attachment, ...] = (),
) -> Mail:
    """Return the mail that says the blocks, one after the other."""
    text = "\n\n".join(block.as_text() for block in blocks)
    body = "\n".join(block.as_html() for block in blocks)
    html = (
        f'<!doctype html>\n<html lang="{language}" dir="{ALL[language].direction}">\n<head>'
        f'<meta charset="utf-8"><title>{escape(subject)}</title></head>\n<body>\n'
        f"<h1>{escape(subject)}</h1>\n{body}\n</body>\n</html>\n"
    )
    return Mail(
        subject=subject, text=f"{text}\n", html=html, language=language, attachments=attachments
    )


def _listed(words: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(word)}</li>" for word in words)
    return f"<ul>{lines}</ul>" if lines else ""
