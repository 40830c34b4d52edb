"""States and provinces, where an office's district is smaller than its country."""

from functools import cache

import pycountry

# ISO 3166 lists these as parts of China and as territories with a code of their own; the offices
# that serve them are those of the second list.
TERRITORY_OF_SUBDIVISION = {"CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW"}


def is_subdivision(code: str) -> bool:
    """Tell whether ISO 3166-2 knows the code."""
    return pycountry.subdivisions.get(code=code) is not None  # type: ignore[no-untyped-call]


@cache
def subdivisions_of(country: str) -> tuple[str, ...]:
    """Return the codes of a country's first-level subdivisions, for a list to choose from."""
    parts = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call]
    codes = (part.code for part in parts or () if part.parent_code is None)
    return tuple(sorted(code for code in codes if code not in TERRITORY_OF_SUBDIVISION))
