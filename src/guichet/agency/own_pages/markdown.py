"""Markdown of an agency's own pages, as HTML that can do nothing: see decision 0132.

Headings, paragraphs, lists, quotations, rules, emphasis and links; no pictures, no code, no HTML.
What is not among them stands on the page as it was typed, escaped.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_RULES = ["heading", "lheading", "list", "blockquote", "hr", "paragraph", "reference"]
_INLINE = ["newline", "escape", "emphasis", "link", "autolink", "entity"]
_PAIRS = ["balance_pairs", "fragments_join"]  # without these the marks of emphasis stay alone
_SCHEMES = {"https", "mailto", "tel"}
_CONTROL = re.compile(r"[\x00-\x20\x7f]")

type Problem = tuple[int, str]  # the line of the file, and what is right


def is_allowed(address: str) -> bool:
    """Tell whether a link may lead there: https, mailto, tel, or a page of this site.

    >>> [is_allowed(a) for a in ("https://a.example/", "../imprint/", "mailto:a@b.example")]
    [True, True, True]
    >>> [is_allowed(a) for a in ("javascript:x()", "//a.example", "http://a.example", "/\\\\\\\\a")]
    [False, False, False, False]
    """
    plain = unquote(address)
    if _CONTROL.search(plain.strip()) or "\\" in plain:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in _SCHEMES and bool(parts.hostname or parts.scheme != "https")
    return not parts.netloc and not plain.startswith("//") and ":" not in plain.partition("/")[0]


class _Renderer(RendererHTML):
    """HTML as usual, but for addresses that are shown: they run from left to right anywhere."""

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        mark = '<bdi dir="ltr" translate="no">' if tokens[idx].info == "auto" else ""
        return self.renderToken(tokens, idx, options, env) + mark

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        mark = "</bdi>" if tokens[idx].info == "auto" else ""
        return mark + self.renderToken(tokens, idx, options, env)


def _parser(*extra: str) -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": bool(extra)}, renderer_cls=_Renderer)
    parser.enable(_RULES + _INLINE + _PAIRS)
    return parser.enable(list(extra))


def _reader() -> MarkdownIt:
    parser = _parser()
    parser.validateLink = is_allowed  # type: ignore[assignment, method-assign]
    return parser


def _judge() -> MarkdownIt:
    """Return a parser that also sees what is not allowed, to tell where it stands."""
    parser = _parser("html_block", "html_inline", "image", "code", "fence", "backticks")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_READER, _JUDGE = _reader(), _judge()


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a text in their order, as `html_of` shows them."""
    return _READER.parse(text)


def html_of(text: str) -> str:
    """Return a page as HTML; nothing in it comes from the text but escaped words and links."""
    return str(_READER.render(text))


def title_of(text: str) -> str:
    """Return the first heading, as plain text; "" where there is none."""
    tokens = _READER.parse(text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            return _plain(tokens[place + 1])
    return ""


def problems(text: str) -> Iterator[Problem]:
    """Yield what cannot be on a page, with its line."""
    tokens = _JUDGE.parse(text)
    yield from _of_headings(tokens)
    for token, line in _all(tokens):
        if token.type in {"html_block", "html_inline"}:
            start = token.content.strip().partition("\n")[0][:40]
            yield line, f"there is no HTML on a page, and {start!r} is some. Write Markdown."
        elif token.type == "image":
            yield line, "there are no pictures on a page. Say it in words."
        elif token.type in {"code_block", "fence", "code_inline"}:
            yield line, "a page has no program text. Take the indent or the marks away."
        elif token.type == "link_open" and not is_allowed(str(token.attrs["href"])):
            address = token.attrs["href"]
            allowed = "https:, mailto:, tel: or a page of this site"
            yield line, f"a link leads to {address!r}; it takes {allowed}."


def links_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the links to pages of this site, as they are written, with their lines."""
    for token, line in _all(_READER.parse(text)):
        if token.type == "link_open" and not urlsplit(str(token.attrs["href"])).scheme:
            yield line, str(token.attrs["href"])


def _of_headings(tokens: Sequence[Token]) -> Iterator[Problem]:
    heads = [token for token in tokens if token.type == "heading_open"]
    title = tokens[0] if tokens else None
    if title is None or title.tag != "h1" or not _plain(tokens[1]):
        yield _line(title), "a page begins with its title, as in “# Legal notes”."
        return
    level = 1
    for head in heads[1:]:
        depth = int(head.tag[1:])
        if depth == 1:
            yield _line(head), "only the title has one #. Write “##”."
        elif depth > level + 1:
            yield _line(head), f"a heading is missing above it. Write “{'#' * (level + 1)}”."
        level = max(depth, 2)


def _all(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield every token, those inside a line too, with the line of its block."""
    for token in tokens:
        line = _line(token)
        yield token, line
        for inside in token.children or ():
            yield inside, line
            line += inside.type in {"softbreak", "hardbreak"}


def _plain(inline: Token) -> str:
    words = (part.content if part.type == "text" else " " for part in inline.children or ())
    return " ".join("".join(words).split())


def _line(token: Token | None) -> int:
    return token.map[0] + 1 if token and token.map else 1
