"""What every sentence of an agency's site may name, in the language of the sentence."""

from collections.abc import Mapping

from babel import Locale
from babel.units import format_unit

from guichet.agency.model import Agency

# Where the tables of the library have no words: for one, and for more. The last four have one form,
# and a space between the number and Chinese or Japanese words, as in all sentences here.
_SPANS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("year", "it"): ("{} anno", "{} anni"),
    ("year", "pt"): ("{} ano", "{} anos"),
    ("year", "vi"): ("{} năm", "{} năm"),
    ("year", "ko"): ("{}년", "{}년"),
    ("year", "ja"): ("{} 年", "{} 年"),
    ("year", "zh-Hans"): ("{} 年", "{} 年"),
    ("year", "zh-Hant"): ("{} 年", "{} 年"),
    ("hour", "vi"): ("{} giờ", "{} giờ"),
    ("hour", "ko"): ("{}시간", "{}시간"),
    ("hour", "ja"): ("{} 時間", "{} 時間"),
    ("hour", "zh-Hans"): ("{} 小时", "{} 小时"),
    ("hour", "zh-Hant"): ("{} 小時", "{} 小時"),
}


def spoken_of(agency: Agency, language: str) -> Mapping[str, str]:
    """Return what is filled in by its placeholder, as in "72 hours" for `answer_time`."""
    promises = agency.authorization
    return {
        "validity": span(promises.valid_years, "year", language),
        "answer_time": span(promises.answer_hours, "hour", language),
    }


def span(count: int, unit: str, language: str) -> str:
    """Return a stretch of time in words, in the form that a language has for the number.

    >>> span(1, "year", "en"), span(72, "hour", "de"), span(5, "year", "ja")
    ('1 year', '72 Stunden', '5 年')
    """
    singular, plural = _SPANS.get((unit, language), ("", ""))
    if singular:
        return (singular if count == 1 else plural).format(count)
    locale = Locale.parse(language, sep="-")
    return str(format_unit(count, f"duration-{unit}", locale=locale))
