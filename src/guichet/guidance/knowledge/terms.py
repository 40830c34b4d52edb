"""Words as they are searched: folded, so that what people type meets what is written.

Han, kana and Hangul are cut into overlapping pairs, for their words have no spaces and are often
two characters long. Words of other scripts lose their accents and are met by their beginning.
Every term has the language of its reader before it, so that the index holds each language apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

MOST_CHARACTERS = 200  # of a search
MOST_TERMS = 12  # of a search that are looked for; nobody means more
_MOST_SIGNS = 40  # of a term: what is longer is no word
_MOST_PLACES = 200  # of an article: PostgreSQL notes 256 of a term
_PAIRED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
_RUN = re.compile(f"[{_PAIRED}\U00020000-\U0003ffff]+|[^\\W_{_PAIRED}\U00020000-\U0003ffff]+")
_IS_PAIRED = re.compile(f"[{_PAIRED}\U00020000-\U0003ffff]")
# Letters with a stroke or of their own that no accent explains, and the long sign of Arabic.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"})
_OFF = frozenset({"Mn", "Me", "Cf", "Cc"})
_KEPT_MARKS = frozenset("\u3099\u309a")  # が is no か
_THE = "ال"  # the article of Arabic, which is written to its word
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, no accents, no invisible signs.

    >>> folded("Čéłk Straße"), folded("ガ"), folded("أُسرة")
    ('celk strasse', 'ガ', 'اسره')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = (sign for sign in apart if sign in _KEPT_MARKS or unicodedata.category(sign) not in _OFF)
    return unicodedata.normalize("NFC", "".join(bare)).translate(_PLAIN).translate(_ARABIC)


def terms_of(text: str) -> list[str]:
    """Return the terms of a text that is searched, in their order.

    >>> terms_of("My passport’s PIN: 護照號碼 旅")
    ['my', 'passport', 's', 'pin', '護照', '照號', '號碼', '旅']
    """
    return [term[:_MOST_SIGNS] for run in _RUN.findall(folded(text)) for term in _cut(run)]


def looked_for(query: str) -> list[str]:
    """Return the terms that a search looks for, each once; none where it has no letter or digit.

    >>> looked_for("%_* ?"), looked_for("Pass pass PASSPORT")
    ([], ['pass', 'passport'])
    """
    terms = dict.fromkeys(terms_of(query[:MOST_CHARACTERS]))
    return list(terms)[:MOST_TERMS]


def vector(language: str, title: str, body: Iterable[str]) -> str:
    """Return the terms of an article as PostgreSQL reads a tsvector; those of the title weigh A."""
    places: dict[str, list[str]] = {}
    terms = [(term, "A") for term in terms_of(title)]
    terms += [(term, "D") for text in body for term in terms_of(text)]
    for place, (term, weight) in enumerate(terms, 1):
        places.setdefault(term, []).append(f"{min(place, 16383)}{weight}")
    return " ".join(
        f"'{language}/{term}':{','.join(at[:_MOST_PLACES])}" for term, at in places.items()
    )


def query(language: str, terms: Iterable[str], *, every: bool = True) -> str:
    """Return what PostgreSQL reads as a tsquery: all the terms or any, each by its beginning."""
    return (" & " if every else " | ").join(_met(language, term) for term in terms)


def _met(language: str, term: str) -> str:
    """Return how a term is met: a word of Arabic with its article and without it."""
    if not "\u0620" <= term[0] <= "\u064a":
        return f"'{language}/{term}':*"
    bare = term.removeprefix(_THE) if len(term) > len(_THE) + 2 else term
    return f"('{language}/{bare}':* | '{language}/{_THE}{bare}':*)"


def _cut(run: str) -> Iterator[str]:
    if len(run) == 1 or not _IS_PAIRED.match(run):
        yield run
        return
    for first, second in pairwise(run):
        yield first + second
