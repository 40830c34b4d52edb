"""What every sentence of an agency's site may name, in the language of the sentence."""

from collections.abc import Mapping

from babel import Locale
from babel.units import format_unit

from guichet.agency.model import Agency

# For one and for more; Arabic has forms for one, two, three to ten, and more. Chinese and Japanese
# have a space beside the number, as in all sentences here. Babel knows only some of them.
_SPANS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "year": {
        "en": ("{} year", "{} years"),
        "fr": ("{}\u00a0an", "{}\u00a0ans"),
        "ht": ("{} ane",),
        "de": ("{} Jahr", "{} Jahre"),
        "es": ("{} año", "{} años"),
        "it": ("{} anno", "{} anni"),
        "pt": ("{} ano", "{} anos"),
        "ar": ("سنة واحدة", "سنتين", "{} سنوات", "{} سنة"),
        "ko": ("{}년",),
        "ja": ("{} 年",),
        "zh-Hans": ("{} 年",),
        "zh-Hant": ("{} 年",),
        "vi": ("{} năm",),
    },
    "hour": {
        "en": ("{} hour", "{} hours"),
        "fr": ("{}\u00a0heure", "{}\u00a0heures"),
        "de": ("{} Stunde", "{} Stunden"),
        "es": ("{} hora", "{} horas"),
        "it": ("{} ora", "{} ore"),
        "pt": ("{} hora", "{} horas"),
        "ar": ("ساعة واحدة", "ساعتين", "{} ساعات", "{} ساعة"),
        "ko": ("{}시간",),
        "ja": ("{} 時間",),
        "zh-Hans": ("{} 小时",),
        "zh-Hant": ("{} 小時",),
        "vi": ("{} giờ",),
    },
    "day": {
        "en": ("{} day", "{} days"),
        "fr": ("{}\u00a0jour", "{}\u00a0jours"),
        "ht": ("{} jou",),
        "ar": ("يوم واحد", "يومين", "{} أيام", "{} يوما"),
        "ko": ("{}일",),
        "ja": ("{} 日",),
        "zh-Hans": ("{} 天",),
        "zh-Hant": ("{} 天",),
        "vi": ("{} ngày",),
    },
}
_FEW = range(3, 11)
_HUNDREDS = {"يوما": "يوم"}  # Arabic counts whole hundreds in another form than 11 to 99


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
    forms = _SPANS[unit].get(language, ())
    if not forms:
        locale = Locale.parse(language, sep="-")
        return str(format_unit(count, f"duration-{unit}", locale=locale))
    if language == "ar":
        words = forms[_place(count)].format(count)
        number, _, word = words.rpartition(" ")
        return f"{number} {_HUNDREDS[word]}" if _is_hundreds(count, word) else words
    return forms[min(count, len(forms)) - 1].format(count)


def period(days: int, language: str) -> str:
    """Return a number of days in words, as years where it is whole ones with their leap days.

    >>> period(60, "en"), period(365, "en"), period(1826, "de"), period(800, "en")
    ('60 days', '1 year', '5 Jahre', '800 days')
    """
    years, rest = divmod(days, 365)
    is_whole = years and rest <= years // 4 + 1
    return span(years, "year", language) if is_whole else span(days, "day", language)


def _is_hundreds(count: int, word: str) -> bool:
    return word in _HUNDREDS and count > 10 and count % 100 < 3


def _place(count: int) -> int:
    """Return which of four forms Arabic has for a number."""
    return count - 1 if count in {1, 2} else 2 if count % 100 in _FEW else 3
