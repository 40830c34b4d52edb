"""Where somebody is, and the address to write to when a time is free: the shape of both."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import ChoiceField, Field
from django.utils.translation import gettext_lazy as _

from guichet.booking.clients.details import read_email
from guichet.booking.forms.mailbox import ask_about_slip
from guichet.booking.sentences import say_of_field
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.reference import home_country
from guichet.web.formats.countries import sort_key, sorted_countries, subdivision_name
from guichet.web.forms.base import Choice, Form, LongList, Text


class PlaceForm(Form):
    """A postal code, or a country and, where its offices share it, a state or province."""

    postal_code = Text(label=_("ZIP code of your home"), max_length=20, required=False)
    country = Choice(label=_("The country you are in now"), required=False)
    subdivision = Choice(label=_("Region (state, province)"), required=False)

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        initial: Mapping[str, str] | None = None,
        language: str,
    ) -> None:
        super().__init__(None if data is None else _consistent(data), initial=initial)
        if not home_country.has_zip_codes():
            self.fields["postal_code"].label = _("Postal code of your home")
        fields = data or initial or {}
        parts = parts_of(str(fields.get("country", "")), language)
        self.parts_were_asked = "subdivision" in fields and bool(parts)
        offer(self.fields["country"], _countries(language))
        offer(self.fields["subdivision"], parts)

    def inside(self) -> bool:
        """Tell which of the two was meant: what its button says, else what was filled in."""
        if not home_country.asks_postal_code():
            return False
        where = self.data.get("where")
        if where in {"inside", "outside"}:
            return bool(where == "inside")
        return bool(self.data.get("postal_code")) or not self.data.get("country")


class WishForm(Form):
    """The address to write to, once, when a time is free."""

    email = Text(label=_("Your e-mail address"))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language

    def clean_email(self) -> str:
        """Return an address that mail can be sent to."""
        try:
            return read_email(self.cleaned_data["email"])
        except Obstacle as obstacle:
            raise ValidationError(say_of_field("email", obstacle.code, self.language)) from None

    def clean(self) -> dict[str, Any]:
        """Ask once about an address that looks like a slip."""
        ask_about_slip(self, "email", self.language)
        return self.cleaned_data


@cache
def _countries(language: str) -> LongList:
    return LongList(sorted_countries(language))


def offer(field: Field, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field that is already on a form the answers to choose from."""
    cast(ChoiceField, field).choices = choices


def _consistent(data: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, without a state or province of another country chosen before."""
    fields = {name: data.get(name, "") for name in data}
    if not fields.get("subdivision", "").startswith(fields.get("country", "") + "-"):
        fields.pop("subdivision", None)
    return fields


def parts_of(country: str, language: str) -> list[tuple[str, str]]:
    """Return the states or provinces of a country, in the order of the reader's language."""
    pairs = [(code, subdivision_name(code, language)) for code in offices.subdivisions_of(country)]
    return sorted(pairs, key=lambda pair: sort_key(pair[1], language))
