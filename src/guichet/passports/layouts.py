"""Where things stand in the five kinds of machine-readable zone, and the codes that it knows.

ICAO Doc 9303, parts 4 to 7: passports (TD3), cards (TD1, TD2) and visas (MRV-A, MRV-B).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pycountry

Place = tuple[int, int, int]  # line, first character, the one after the last


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of zone. `checks`: where check digits stand; `composite`: what the last covers."""

    kind: str
    lines: int
    width: int
    opens_with: str
    places: Mapping[str, Place]
    checks: Mapping[str, Place]
    composite: tuple[Place, ...] = ()


def _second_line(optional_end: int) -> dict[str, Place]:
    return {
        "document_number": (1, 0, 9),
        "nationality": (1, 10, 13),
        "birth_date": (1, 13, 19),
        "sex": (1, 20, 21),
        "expiry_date": (1, 21, 27),
        "personal_number": (1, 28, optional_end),
    }


_FIRST_LINE: Mapping[str, Place] = {"document_type": (0, 0, 2), "issuer": (0, 2, 5)}
_CHECKS: Mapping[str, Place] = {
    "document_number": (1, 9, 10),
    "birth_date": (1, 19, 20),
    "expiry_date": (1, 27, 28),
}
TD3 = Layout(
    kind="TD3",
    lines=2,
    width=44,
    opens_with="P",
    places={**_FIRST_LINE, "names": (0, 5, 44), **_second_line(42)},
    checks={**_CHECKS, "personal_number": (1, 42, 43), "composite": (1, 43, 44)},
    composite=((1, 0, 10), (1, 13, 20), (1, 21, 43)),
)
TD2 = Layout(
    kind="TD2",
    lines=2,
    width=36,
    opens_with="ACI",
    places={**_FIRST_LINE, "names": (0, 5, 36), **_second_line(35)},
    checks={**_CHECKS, "composite": (1, 35, 36)},
    composite=((1, 0, 10), (1, 13, 20), (1, 21, 35)),
)
TD1 = Layout(
    kind="TD1",
    lines=3,
    width=30,
    opens_with="ACI",
    places={
        **_FIRST_LINE,
        "document_number": (0, 5, 14),
        "personal_number": (0, 15, 30),
        "birth_date": (1, 0, 6),
        "sex": (1, 7, 8),
        "expiry_date": (1, 8, 14),
        "nationality": (1, 15, 18),
        "names": (2, 0, 30),
    },
    checks={
        "document_number": (0, 14, 15),
        "birth_date": (1, 6, 7),
        "expiry_date": (1, 14, 15),
        "composite": (1, 29, 30),
    },
    composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
)
MRV_A = Layout(
    kind="MRV-A",
    lines=2,
    width=44,
    opens_with="V",
    places={**_FIRST_LINE, "names": (0, 5, 44), **_second_line(44)},
    checks=_CHECKS,
)
MRV_B = Layout(
    kind="MRV-B",
    lines=2,
    width=36,
    opens_with="V",
    places={**_FIRST_LINE, "names": (0, 5, 36), **_second_line(36)},
    checks=_CHECKS,
)
LAYOUTS = (TD3, TD2, TD1, MRV_A, MRV_B)

# Codes of the zone that are no countries of ISO 3166: Germany's letter, British statuses, Kosovo,
# organizations, people without a nationality, and the Utopia of specimens.
_OWN_CODES = """
D GBD GBN GBO GBP GBS RKS KS XKX EU EUE UNA UNK UNO XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO
XXA XXB XXC XXX UTO
"""
CODES = frozenset({country.alpha_3 for country in pycountry.countries} | set(_OWN_CODES.split()))


def layout_of(width: int, lines: int, first: str) -> Layout | None:
    """Return the kind of zone with this shape; a visa is told by its first letter."""
    fits = [layout for layout in LAYOUTS if (layout.width, layout.lines) == (width, lines)]
    visa = [layout for layout in fits if layout.opens_with == "V" and first == "V"]
    return next(iter(visa or fits), None)
