"""The languages that somebody can ask an interpreter for: the agency's, or those shipped."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from unicodedata import normalize

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guichet.web.languages import ALL
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


def for_staff(language: str) -> list[tuple[str, str]]:
    """Return the same for whoever books for somebody: by the names of the reader's language."""
    none = spoken(_("No, thank you"), language)
    return [("", none), *_signed(language), *both_names(dict(_own_names()), language)]


def chosen_by_staff(code: str, language: str) -> str:
    """Return a language that staff have chosen, as their list names it; as it is of no list.

    >>> chosen_by_staff("am", "en"), chosen_by_staff("", "en"), chosen_by_staff("xx", "en")
    ('Amharic · አማርኛ', '', 'xx')
    """
    return dict(for_staff(language)).get(code, code) if code else ""


def both_names(own: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """Return languages as staff read them, in their order: the reader's name, and the own one.

    >>> both_names({"vi": "Tiếng Việt", "ar": "العربية", "en": "English"}, "en")
    [('ar', 'Arabic · العربية'), ('en', 'English'), ('vi', 'Vietnamese · Tiếng Việt')]
    """
    return list(_both_names(tuple(own.items()), language))


@lru_cache(maxsize=32)
def _both_names(own: Sequence[tuple[str, str]], language: str) -> Sequence[tuple[str, str]]:
    reader = Locale.parse(language, sep="-")
    names = [
        (_titled(str(Locale.parse(code, sep="-").get_display_name(reader))), code, theirs)
        for code, theirs in own
    ]
    texts = [
        (code, name if name == theirs else f"{name} · {theirs}") for name, code, theirs in names
    ]
    return sorted(texts, key=lambda pair: normalize("NFKD", pair[1]).casefold())


def _titled(name: str) -> str:
    """Return a name with a capital initial, where its script has those in running text.

    >>> _titled("français"), _titled("ქართული")
    ('Français', 'ქართული')
    """
    return name[:1].title() + name[1:]


def name_of(code: str, language: str) -> str:
    """Return the name of a language that was chosen, as programs may name it otherwise."""
    return dict(choices(language)).get(code, code) if code else ""


@lru_cache(maxsize=256)
def spoken_by(code: str, language: str) -> str:
    """Return the language of pages that somebody uses, as staff read it, and its own name.

    >>> spoken_by("ar", "en"), spoken_by("fr", "fr")
    ('Arabic · العربية', 'Français')
    """
    return both_names({code: ALL[code].endonym}, language)[0][1]


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
    titled = [(code, _titled(name)) for code, name in own]
    return tuple(sorted(titled, key=lambda pair: pair[1].casefold()))
