"""The country in which the agency's offices are at home, and what postal codes are there."""

from functools import cache

from django.conf import settings

from guichet.kernel.content import layers

# Where a postal code is a ZIP code: five digits, perhaps four more, and called by its name.
ZIP_COUNTRY = "US"


def home() -> str:
    """Return the code of the country in which the agency's offices are at home; perhaps none."""
    return settings.AGENCY.country("appointments")


def examples() -> list[str]:
    """Return what stands for a country in the description of the API: the agency's own, if any."""
    return [home()] if home() else []


def has_zip_codes() -> bool:
    """Tell whether postal codes at home are ZIP codes."""
    return home() == ZIP_COUNTRY


@cache
def asks_postal_code() -> bool:
    """Tell whether the agency's offices divide their home country by postal codes."""
    path = layers.at(settings.CONTENT_DIR / "offices" / "postal_codes.csv")
    with path.open(encoding="utf-8-sig") as file:
        next(file, "")  # the head
        return bool(home()) and any(line.strip() for line in file)


def shown() -> dict[str, str | bool]:
    """Return what a page that asks for a place has to know: home, asks_code and has_zip."""
    return {"home": home(), "asks_code": asks_postal_code(), "has_zip": has_zip_codes()}
