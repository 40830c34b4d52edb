"""The languages that somebody can ask an interpreter for: the agency's, or those shipped."""

from functools import cache, lru_cache

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guichet.web.sentences import spoken

SIGN_LANGUAGE = _("Sign language")
SIGNED = "sgn"  # of no country
SPOKEN = (
    "am ar bn de en es fa fil fr gu ha hi ht hu hy id ig it ja ka km ko lo mn my ne pa pl ps pt"
    " ro ru rw so sq sr sw ta te th ti tr uk ur uz vi yo yue zh"
).split()


def choices(language: str) -> list[tuple[str, str]]:
    """Return the languages to choose from, sign languages first and named in the reader's.

    Others stand under the name that their speakers know.
    """
    none = spoken(_("No, thank you"), language)
    return [("", none), *_signed(language), *_own_names()]


def name_of(code: str, language: str) -> str:
    """Return the name of a language that was chosen, as programs may name it otherwise."""
    return dict(choices(language)).get(code, code) if code else ""


@lru_cache(maxsize=256)
def called(code: str, language: str) -> str:
    """Return how the reader calls a language, for whoever looks for an interpreter.

    >>> called("ti", "en"), called("ti", "fr"), called("", "en")
    ('Tigrinya', 'tigrigna', '')
    """
    if not code:
        return ""
    signed = dict(_signed(language)).get(code)
    return signed or Locale.parse(language, sep="-").languages.get(code) or code


def _signed(language: str) -> list[tuple[str, str]]:
    own = settings.AGENCY.interpreters.signed
    if own is None:
        return [(SIGNED, spoken(SIGN_LANGUAGE, language))]
    return [(code, name.in_language(language)) for code, name in own.items()]


@cache
def _own_names() -> tuple[tuple[str, str], ...]:
    codes = settings.AGENCY.interpreters.spoken or SPOKEN
    own = [(code, str(Locale.parse(code).get_language_name(code))) for code in codes]
    titled = [(code, name[:1].upper() + name[1:]) for code, name in own]
    return tuple(sorted(titled, key=lambda pair: pair[1].casefold()))
