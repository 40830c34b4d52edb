"""Since when the sentences of templates and of Python say what they say: `locale/seen/`.

The file of a language is written by `collect-sentences`, a line a sentence: marks of the English
and of the translation, and the day of the last change. See decision 0185.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

from guichet.kernel.content import reviews, texts
from guichet.kernel.content.hearing import LISTENERS, tell
from guichet.web.languages import ALL

_BETWEEN_FORMS = chr(0)


def folder() -> Path:
    """Return where the notes lie: beside the catalogues that are shipped."""
    return Path(settings.LOCALE_PATHS[-1])


def file_of(language: str) -> Path:
    """Return the file of the days of a language."""
    return folder() / reviews.FOLDER / f"{language}.csv"


def name_of(*english: str) -> str:
    """Return the name of a sentence, by its English, or by both forms of one that is counted."""
    return reviews.mark(_BETWEEN_FORMS.join(english))


@lru_cache(maxsize=32768)
def day_of(language: str, *english: str) -> str:
    """Return the ISO day since which a sentence says what it does; "" for one that nobody noted."""
    return _days(file_of(language)).get(name_of(*english), "")


@cache
def _days(path: Path) -> dict[str, str]:
    notes = reviews.load(path.parent.parent, path.stem, {})
    return {name: note.changed_on for name, note in notes.items()}


def forget_days() -> None:
    """Read the days again, as after sentences were collected."""
    _days.cache_clear()
    day_of.cache_clear()


class DatedTranslation(trans_real.DjangoTranslation):
    """What gettext knows in a language, and notes of each sentence it is asked for since when."""

    def gettext(self, message: str) -> str:
        """Return a sentence in the language."""
        language = _code_of(self.language())
        texts.note_day(day_of(language, str(message)))
        if LISTENERS:
            tell("sentence", str(message), language)
        return super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of a counted sentence."""
        texts.note_day(day_of(_code_of(self.language()), str(msgid1), str(msgid2)))
        return super().ngettext(msgid1, msgid2, n)


def date_translations() -> None:
    """Have every catalogue of Django note the days of what it is asked for, from now on."""
    module: Any = trans_real
    module.DjangoTranslation = DatedTranslation


@cache
def _code_of(name: str) -> str:
    """Return our code of a language that Django names."""
    return next((code for code, entry in ALL.items() if entry.django == name), name)
