"""Which page a report is about: its path without language, and without what is a person's."""

import re
from collections.abc import Iterator
from functools import cache

from django.http import HttpRequest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from guichet.web.languages import OFFERED

ANY = "*"  # a number, a token or a code in a path
LONGEST = 200
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
# Parts of addresses whose codes say nothing of a person, handed in by the rooms that have them;
# what is no code is left out.
CODES: set[str] = set()
_CODE = re.compile(r"[A-Z]{2,8}")


def page_of(request: HttpRequest) -> str:
    """Return the page that a request is for, as reports name it; "" for one that is none."""
    match = request.resolver_match
    if match is None:
        return ""
    head, _, route = match.route.partition("/")
    if head not in OFFERED:
        return ""
    values = match.kwargs

    def value(part: re.Match[str]) -> str:
        text = str(values.get(part[2], ANY))
        is_public = part[1] == "slug" or (part[2] in CODES and _CODE.fullmatch(text))
        return text if is_public else ANY

    return f"/{_PART.sub(value, route)}"[:LONGEST]


def named(text: str) -> str:
    """Return the page that an address names, with or without its language; "" for any other text.

    Nothing else can be put into the address of the form, and so into the list of pages.
    """
    path = text.partition("?")[0].partition("#")[0]
    head, _, rest = path.removeprefix("/").partition("/")
    name = f"/{rest}" if head in OFFERED else path
    if len(name) > LONGEST:
        return ""
    return name if any(route.fullmatch(name) for route in _routes()) else _resolved(path)


def _resolved(path: str) -> str:
    """Return the page of a whole path, as somebody may have copied it from their browser."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    request = HttpRequest()
    request.resolver_match = match
    return page_of(request)


@cache
def _routes() -> tuple[re.Pattern[str], ...]:
    """Return how the names of public pages look."""
    roots = (
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and type(entry.pattern).__name__ == "LanguagePrefix"
    )
    return tuple(re.compile(_shape(route)) for root in roots for route in _below(root, "/"))


def _below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)
        else:
            yield from _below(entry, prefix + str(entry.pattern))


def _shape(route: str) -> str:
    """Return a route as a pattern in which nothing but words of an address can stand.

    >>> _shape("/pages/<slug:slug>/"), _shape("/eta/<handle:handle>/fee/")
    ('/pages/[-a-zA-Z_]+[-a-zA-Z0-9_]{0,60}/', '/eta/\\\\*/fee/')
    """
    parts, end = [], 0
    for part in _PART.finditer(route):
        parts.append(re.escape(route[end : part.start()]))
        if part[1] == "slug":
            parts.append(r"[-a-zA-Z_]+[-a-zA-Z0-9_]{0,60}")
        else:
            parts.append(rf"(?:\*|{_CODE.pattern})" if part[2] in CODES else r"\*")
        end = part.end()
    return "".join([*parts, re.escape(route[end:])])
