"""Addresses of pages without Django's resolver, which costs a tenth of a page for every link.

The routes are read once from the URL configuration; a link is then one lookup and one string.
"""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from guichet.web.addresses.by_language import LanguagePrefix

_SAFE = "/~:@!$&'()*+,;="  # what RFC 3986 lets a path carry
_PARAMETER = re.compile(r"<(?:[^>:]+:)?(\w+)>")
_LANGUAGE = "%(language)s"


class AddressShape:
    """A path with holes, and the converters that fill them."""

    def __init__(self, shape: str, converters: dict[str, Any]) -> None:
        self.shape = shape
        self.converters = converters

    def fill(self, language: str, values: dict[str, object]) -> str:
        """Return the path for these values."""
        texts = {
            name: quote(converter.to_url(values[name]), safe=_SAFE)
            for name, converter in self.converters.items()
        }
        return self.shape % {"language": language, **texts}


def address(name: str, language: str, **values: object) -> str:
    """Return the path of a named page in a language: `address("web:privacy", "ar")`."""
    route = _routes().get((name, frozenset(values)))
    if route is None:
        raise NoReverseMatch(f"no page {name!r} takes {sorted(values)}")
    return route.fill(language, values)


def first_page(language: str) -> str:
    """Return the path of the first page of the site in a language."""
    return f"/{language}/"


def public_address(name: str, language: str, **values: object) -> str:
    """Return the whole URL of a named page, as it stands in mail and on paper."""
    return str(settings.PUBLIC_URL) + address(name, language, **values)


@lru_cache(maxsize=1)
def _routes() -> dict[tuple[str, frozenset[str]], AddressShape]:
    routes: dict[tuple[str, frozenset[str]], AddressShape] = {}
    _walk(get_resolver().url_patterns, routes, shape="/", names=(), converters={})
    return routes


def _walk(
    patterns: list[URLPattern | URLResolver],
    routes: dict[tuple[str, frozenset[str]], AddressShape],
    *,
    shape: str,
    names: tuple[str, ...],
    converters: dict[str, Any],
) -> None:
    for entry in patterns:
        here = _shape(entry.pattern)
        if here is None:
            continue
        path, all_converters = shape + here, {**converters, **entry.pattern.converters}
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            _walk(entry.url_patterns, routes, shape=path, names=inner, converters=all_converters)
        elif entry.name:
            key = (":".join((*names, entry.name)), frozenset(all_converters))
            routes.setdefault(key, AddressShape(path, all_converters))


def _shape(pattern: object) -> str | None:
    if isinstance(pattern, LanguagePrefix):
        return _LANGUAGE + "/"
    if isinstance(pattern, RoutePattern):
        return _PARAMETER.sub(r"%(\1)s", str(pattern).replace("%", "%%"))
    return None  # Regular expressions are the administration's; no page of ours links there.
