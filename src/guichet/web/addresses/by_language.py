"""The language prefix of every public page: `/zh-Hans/privacy/`, with the exact code.

Django's own prefix would be `/zh-hans/`.
"""

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from guichet.web.languages import of_django


class LanguagePrefix(LocalePrefixPattern):
    """Match and make the prefix of the active language; the middleware activates it first."""

    @property
    def language_prefix(self) -> str:
        """Return the exact code of the active language and a slash."""
        return of_django(get_language()) + "/"


def in_every_language(*patterns: URLPattern | URLResolver) -> URLResolver:
    """Put pages under the prefix of every language."""
    return URLResolver(LanguagePrefix(), list(patterns))
