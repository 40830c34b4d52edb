"""How a passport spells a name in its machine-readable zone."""

import unicodedata

# Letters whose spelling in the zone is not the letter without its accent.
_ZONE_SPELLINGS = str.maketrans(
    {
        "Ä": "AE",
        "Å": "AA",
        "Æ": "AE",
        "Ö": "OE",
        "Ø": "OE",
        "Œ": "OE",
        "Ü": "UE",
        "ẞ": "SS",
        "Þ": "TH",
        "Ð": "D",
        "Đ": "D",
        "Ł": "L",
        "Ħ": "H",
        "Ŧ": "T",
        "Ŋ": "N",
        "Ĳ": "IJ",
        "Ə": "E",
    }
)


def zone_spelling(text: str) -> str:
    """Return a name in the plain capitals of the machine-readable zone, spaces kept.

    >>> zone_spelling("Þorbjörg Jr."), zone_spelling("Łukasz A/L João")
    ('THORBJOERG JR', 'LUKASZ A L JOAO')
    """
    capitals = unicodedata.normalize("NFC", text.replace("/", " ")).replace("ß", "ẞ").upper()
    spelled = unicodedata.normalize("NFKD", capitals.translate(_ZONE_SPELLINGS))
    letters = "".join(c for c in spelled if ("A" <= c <= "Z") or c in "' -")
    return " ".join(letters.split()).lstrip("'- ")
