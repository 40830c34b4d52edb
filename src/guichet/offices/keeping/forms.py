"""The forms of offices in the administration: what does not fit is said beside its field."""

from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from guichet.offices import actions
from guichet.offices.keeping.by_language import later, plain_sentence
from guichet.offices.models import Office
from guichet.offices.rules import BOUNDS
from guichet.offices.sheets.offices import EXPECTED
from guichet.offices.words import texts
from guichet.web.addresses.paths import address
from guichet.web.formats.countries import sorted_countries
from guichet.web.formats.dates import weekday_names
from guichet.web.languages import DEFAULT, of_django


def _ways_in() -> Iterable[tuple[str, str]]:
    language = of_django(get_language())
    return [
        (code, texts("access").get(code, language).text) for code in texts("access").words[DEFAULT]
    ]


def _weekdays() -> Iterable[tuple[int | str, str]]:
    names = weekday_names(of_django(get_language()))
    return [("", "—"), *enumerate(names, start=1)]


def _country(name: str) -> Callable[[Any], str]:
    def clean(form: Any) -> str:
        code = str(form.cleaned_data[name]).upper()
        if code and code not in dict(sorted_countries(DEFAULT)):
            raise ValidationError(plain_sentence("problem.country"))
        return code

    return clean


def _between(least: int, most: int) -> Callable[[Any], None]:
    def check(number: Any) -> None:
        if not least <= number <= most:
            sentence = plain_sentence("problem.number", least=str(least), most=str(most))
            raise ValidationError(sentence, code="out_of_range")

    return check


class BoundedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record whose numbers have the bounds that files and pages of managers have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BOUNDS.keys() & self.fields.keys():
            field = self.fields[name]
            own = (MinValueValidator, MaxValueValidator)  # say the same once more
            others = [check for check in field.validators if not isinstance(check, own)]
            field.validators = [*others, _between(*BOUNDS[name])]


class KeptForm(BoundedForm):
    """A record of which the next import leaves alone what was saved here."""

    class Meta:
        help_texts = {"overridden": later("help.overridden")}  # it is shown, and no field


def _where_minutes_are_kept() -> str:
    where = address("staff:reference_kind", DEFAULT, sheet="services")
    return format_html('<a href="{}">{}</a>', where, plain_sentence("help.duration_minutes"))


class ServiceForm(KeptForm):
    """A service; where its minutes stand and cannot be typed, the way to change them."""

    class Meta(KeptForm.Meta):
        help_texts = {
            **KeptForm.Meta.help_texts,
            "duration_minutes": lazy(_where_minutes_are_kept, SafeString)(),
        }


class OfficeForm(KeptForm):
    """An office; how to get in is ticked, sentence by sentence."""

    access = forms.MultipleChoiceField(
        choices=_ways_in,
        required=False,
        label=capfirst(later("field.access")),
        widget=forms.CheckboxSelectMultiple,
    )
    clean_country = _country("country")
    clean_holidays_country = _country("holidays_country")

    def clean_time_zone(self) -> str:
        """Refuse a zone that no clock goes by, and another one while somebody is expected."""
        zone = str(self.cleaned_data["time_zone"])
        if zone not in available_timezones():
            raise ValidationError(plain_sentence("problem.time_zone"))
        if zone != self.initial.get("time_zone", zone):
            self._check_nobody_is_expected()
        return zone

    def clean_is_open(self) -> bool:
        """Refuse to close for good an office where somebody is expected."""
        if self.initial.get("is_open") and not self.cleaned_data["is_open"]:
            self._check_nobody_is_expected()
        return bool(self.cleaned_data["is_open"])

    def _check_nobody_is_expected(self) -> None:
        if _expects_somebody(self.instance.pk):
            raise ValidationError(_to_its_page("problem.expected", "staff:opening", self.instance))


class JurisdictionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place and the office that serves it: a postal code or a country."""

    clean_country = _country("country")

    def clean(self) -> dict[str, Any]:
        """Refuse a row of both, or of neither."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("postal_code")) == bool(values.get("country")) and not self.errors:
            self.add_error("postal_code", plain_sentence("problem.one_place"))
        return values


class HoursForm(BoundedForm):
    """One stretch of a weekday."""

    weekday = forms.TypedChoiceField(
        choices=_weekdays, coerce=int, empty_value=None, label=capfirst(later("field.weekday"))
    )

    def clean(self) -> dict[str, Any]:
        """Refuse hours that end before they begin."""
        return _in_order(self, "opens_at", "closes_at", is_open_interval=True)


class HoursOfOffice(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The week of an office; with people expected, it changes where whom that hits is shown."""

    def clean(self) -> None:
        """Refuse another week while somebody is expected."""
        if self.has_changed() and _expects_somebody(self.instance.pk):
            raise ValidationError(_to_its_page("problem.hours", "staff:hours", self.instance))


class ClosureForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days on which an office receives nobody, and has nobody to receive."""

    def clean(self) -> dict[str, Any]:
        """Refuse days that end before they begin, and such as would hit somebody unseen."""
        values = _in_order(self, "starts_on", "ends_on")
        office, first, last = (values.get(name) for name in ("office", "starts_on", "ends_on"))
        if self.errors or not (office and first and last) or not self.has_changed():
            return values
        if any(hits(office.pk, first, last) for hits in actions.HIT):
            self.add_error("starts_on", _to_its_page("problem.hits", "staff:opening", office))
        return values


def _expects_somebody(office: str) -> bool:
    return any(count(office) for count in EXPECTED)


def _to_its_page(sentence: str, page: str, office: Office) -> SafeString:
    """Return a sentence that leads to where the same is done, and shows first whom it hits."""
    where = address(page, DEFAULT, office=office.pk)
    return format_html('<a href="{}">{}</a>', where, plain_sentence(sentence))


def _in_order(
    form: Any, first: str, last: str, *, is_open_interval: bool = False
) -> dict[str, Any]:
    values: dict[str, Any] = forms.ModelForm.clean(form) or form.cleaned_data
    start, end = values.get(first), values.get(last)
    if start and end and (end < start or (is_open_interval and end == start)):
        form.add_error(last, plain_sentence(f"problem.{last}"))
    return values
