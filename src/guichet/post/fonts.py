"""The fonts of printed notices, and which one serves which script: our own files, and a package.

The package has Noto Sans CJK alone, which is six times as large as all the others (decision 0010).
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

OURS = Path(__file__).with_name("typefaces")
PACKAGE = "manimgx_fonts_cjk"

# Noto Sans Arabic is left out on purpose: text copied from it comes out doubled. Amiri has a glyph
# for each letter and none for two, so its text is right (decision 0013).
SCRIPTS = (
    "Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao"
    " Khmer Myanmar Ethiopic Georgian Armenian Hebrew Symbols"
)
OTHERS = tuple(f"Noto Sans {script}" for script in SCRIPTS.split())

# One Unicode character is drawn in different ways in China, Taiwan, Korea and Japan.
HAN = {"zh-Hans": "SC", "zh-Hant": "TC", "ko": "KR", "ja": "JP"}


@cache
def collection() -> "typst.Fonts":
    """Return the fonts, opened once for the process; the machine's own are never used."""
    import typst  # noqa: PLC0415  large, and of use once something is printed

    folders = [str(OURS), str(files(PACKAGE))]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def families(language: str) -> list[str | dict[str, str]]:
    """Return the families for a notice in a language, in the order in which they are asked."""
    han = f"Noto Sans CJK {HAN.get(language, 'SC')}"
    noto: str | dict[str, str] = "Noto Sans"
    if language in HAN:  # quotes and dashes come from the Han font there
        noto = {"name": "Noto Sans", "covers": "latin-in-cjk"}
    return [noto, "Amiri", han, *OTHERS, "Noto Sans"]
