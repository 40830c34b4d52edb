"""Fields that answer in a sentence to whatever is typed, and forms that only change language."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import days, typed_text
from guichet.web.forms.which import Which
from guichet.web.languages import OFFERED

MISSING = _("This is needed. Please fill it in.")
TOO_LONG = _("This is too long: write at most %(limit_value)s characters.")
UNREADABLE = _("This contains a character that cannot be read. Please type it again.")
NOT_OFFERED = _("Choose one of the answers on the list.")
DAY_INCOMPLETE = _("Give the day, the month and the year.")
DAY_IMPOSSIBLE = _("There is no such day. Check the day, the month and the year.")
MONTH_IMPOSSIBLE = _("There is no such month. The months go from 1 to 12.")
YEAR_OF_FOUR_DIGITS = _("Please write the year with four digits, as in 1985.")


def switching_language(request: HttpRequest) -> bool:
    """Tell whether a form was sent only to change the language or the shared computer.

    The view then shows the same page again with what was typed, checks nothing and does nothing.
    """
    if request.method != "POST":
        return False
    if request.POST.get("shared") in {"on", "off"}:
        request.shared_chosen = request.POST["shared"] == "on"  # type: ignore[attr-defined]
        return True
    if request.POST.get("language") in OFFERED:
        request.language_chosen = True  # type: ignore[attr-defined]
        return True
    return False


def typed_again(request: HttpRequest) -> dict[str, str]:
    """Return what was typed, for `initial` of the form that is shown again unchecked."""
    ours = {"csrfmiddlewaretoken", "language", "shared"}
    return {name: str(value) for name, value in request.POST.items() if name not in ours}


def typed_line(request: HttpRequest, name: str, *, most: int = 100) -> str:
    """Return a line that a page without a `Form` asked for, without what no table can keep."""
    return typed_text.plain(_readable(request.POST.get(name, "")))[:most]


def _readable(text: object) -> str:
    return "".join(c for c in str(text)[: typed_text.LONGEST] if not _is_unreadable(c))


def _is_unreadable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


class Form(forms.Form):
    """A form whose fields the page lays out, and the browser does not check in its own words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; markup stays markup, which Django would make plain text."""
        super().add_error(field, SafeString(error) if isinstance(error, Markup) else error)

    def unchecked(self) -> Self:
        """Show what was typed and find no fault with it: somebody only changes the language."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self


class Text(forms.CharField):
    """A line of text, read by `typed_text`; NUL and lone surrogates, which no database keeps, not.

    `reads` is `typed_text.plain` unless the field is a name or a free text. What was not UTF-8
    arrives as U+FFFD and is refused alike: nobody typed it.
    """

    default_error_messages = {
        "required": MISSING,
        "max_length": TOO_LONG,
        "malformed": UNREADABLE,
    }

    which: Which | None = None  # what the text leaves open, where it does

    def __init__(
        self, *args: Any, reads: Callable[[str], str] = typed_text.plain, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reads = reads

    def to_python(self, value: Any) -> str:
        """Return the text, or refuse what cannot be stored."""
        text = value if isinstance(value, str) else ("" if value is None else str(value))
        if any(c in "\x00\ufffd" or "\ud800" <= c <= "\udfff" for c in text):
            raise ValidationError(self.error_messages["malformed"], code="malformed")
        return str(super().to_python(self.reads(text)) or "")


class LongList(BaseChoiceIterator):
    """Many answers, the same for all readers of a language: written as HTML once and kept."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)
        self.written = {
            value: Markup('<option value="{}">{}</option>\n').format(value, label)
            for value, label in self.pairs
        }
        self._all = Markup("").join(self.written.values())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def options(self, value: str) -> Markup:
        """Return all answers as HTML, one of them chosen if it is there."""
        if value not in self.written:
            return self._all
        option = str(self.written[value])  # text, for Markup would escape what it is given
        selected = option.replace('">', '" selected>', 1)
        return Markup(str(self._all).replace(option, selected, 1))  # noqa: S704  written above


class Choice(forms.ChoiceField):
    """One of a few answers."""

    default_error_messages = {"required": MISSING, "invalid_choice": NOT_OFFERED}

    def to_python(self, value: Any) -> str:
        """Return the code that was chosen, read like everything else that is sent."""
        return typed_text.plain(str(super().to_python(value)))


class Several(forms.MultipleChoiceField):
    """Any of a few answers; what is not offered is refused."""

    default_error_messages = {
        "required": MISSING,
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    }
    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """Return the codes that were chosen, read like everything else that is sent."""
        return [typed_text.plain(code) for code in super().to_python(value)]


class DayWidget(forms.Widget):
    """Day, month and year as three fields; the page lays them out in the order of the language."""

    parts = ("day", "month", "year")

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str, str]:
        """Return what was typed in the three fields."""
        parts = (str(data.get(f"{name}_{part}", "")) for part in self.parts)
        day, month, year = map(typed_text.plain, parts)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether none of the three was sent."""
        return all(f"{name}_{part}" not in data for part in self.parts)


class Day(forms.Field):
    """A day in three fields, kept as typed when it does not exist. Digits of any script count."""

    widget = DayWidget
    partly = ""  # what a box says where a part of the day may be unknown
    default_error_messages = {
        "required": DAY_INCOMPLETE,
        "malformed": DAY_IMPOSSIBLE,
        "no_such_day": DAY_IMPOSSIBLE,
        "no_such_month": MONTH_IMPOSSIBLE,
        "year_four_digits": YEAR_OF_FOUR_DIGITS,
    }

    def clean(self, value: tuple[str, str, str]) -> date | None:
        """Return the day; None where it may be left out and was."""
        if not any(value) and not self.required:
            return None
        if not all(value):
            raise ValidationError(self.error_messages["required"], code="required")
        day, month, year = value
        try:
            read = days.of_parts(year, month, day)
        except Obstacle as obstacle:
            raise ValidationError(self.error_messages[obstacle.code], code=obstacle.code) from None
        self.run_validators(read)
        return read

    def prepare_value(self, value: date | tuple[str, str, str] | None) -> tuple[str, str, str]:
        """Return the three texts to show, whether they were typed or come from a stored day."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")
