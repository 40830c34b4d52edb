"""Two colors of an agency: whether they can be read, and what they are in the dark. Pure.

Contrast is that of WCAG 2.2, 1.4.3: text needs 4.5 to 1.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

READABLE = 4.5
WHITE, BLACK = "#ffffff", "#000000"
# Lightness and most saturation of the brand in the grounds of the dark: behind a page, under text
# (the lightest ground that text stands on), and of a line.
DARK_PAPER, DARK_SURFACE, DARK_LINE = (0.0745, 0.21), (0.1137, 0.17), (0.237, 0.124)
INK, PAPER = "#15211e", "#faf8f3"  # what most text is in, and stands on, in the light
VIVID = 8.0  # contrast of the brand in the dark: at the least one that can be read it looks dull
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
CALM = 0.6  # of saturation: a lighter shade of a strong color glares in the dark
_STEPS = 200  # of lightness


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of a site, as `#rrggbb`: in the light, and what they are in the dark.

    `on_brand` and `on_accent` are for text upon them. `brand_deep` is a shade of the brand that
    stands out from it, for what is pointed at.
    """

    brand: str
    accent: str
    brand_deep: str
    on_brand: str
    on_accent: str
    dark_brand: str
    dark_brand_deep: str
    on_dark_brand: str
    tint: str  # of the brand, for a ground that text stands on
    dark_tint: str
    dark_paper: str
    dark_surface: str
    dark_line: str
    glow: str  # around what has the focus, beside its line in ink


def is_color(text: str) -> bool:
    """Tell whether a text is a color as an agency writes one.

    >>> is_color("#7a1020"), is_color("red"), is_color("#fff")
    (True, False, False)
    """
    return bool(_HEX.fullmatch(text))


def contrast(color: str, ground: str) -> float:
    """Return the contrast of two colors, from 1 to 21.

    >>> contrast("#000000", "#ffffff"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    lights = sorted((_luminance(color), _luminance(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def is_readable(text: str, ground: str) -> bool:
    """Tell whether text of one color can be read upon the other."""
    return contrast(text, ground) >= READABLE


def text_on(ground: str) -> str:
    """Return black or white, whichever is read better upon a color: one of them always can be.

    >>> text_on("#7a1020"), text_on("#f2c14e")
    ('#ffffff', '#000000')
    """
    return max(WHITE, BLACK, key=lambda color: contrast(color, ground))


def lightened_for(ground: str, color: str, least: float = READABLE) -> str:
    """Return the color, as much lighter as it must be to have a contrast to a dark ground.

    >>> lightened_for("#18221f", "#f2c14e")
    '#f2c14e'
    """
    hue, lightness, saturation = rgb_to_hls(*_parts(color))
    for step in range(_STEPS + 1):
        calm = saturation if step == 0 else min(saturation, CALM)
        lighter = lightness + (1 - lightness) * step / _STEPS
        shade = color if step == 0 else _hex(hls_to_rgb(hue, lighter, calm))
        if contrast(shade, ground) >= least:
            return shade.lower()
    return WHITE


def tinted(color: str, lightness: float, most: float) -> str:
    """Return the color at another lightness, with a saturation of `most` at the most.

    >>> tinted("#00564e", 0.914, 0.32)
    '#e2f0ef'
    """
    hue, _, saturation = rgb_to_hls(*_parts(color))
    return _hex(hls_to_rgb(hue, lightness, min(saturation, most)))


def _tint(brand: str) -> str:
    """Return the strongest tint that the brand can still be read on."""
    shades = (tinted(brand, share / 1000, 0.32) for share in range(914, 1000, 4))
    return next((shade for shade in shades if is_readable(brand, shade)), WHITE)


def shaded(color: str, share: float) -> str:
    """Return the color nearer to black by a share of its lightness; nearer to white below 0.

    >>> shaded("#808080", 0.5), shaded("#808080", -0.5)
    ('#404040', '#c0c0c0')
    """
    hue, lightness, saturation = rgb_to_hls(*_parts(color))
    toward = lightness * (1 - share) if share >= 0 else lightness + (1 - lightness) * -share
    return _hex(hls_to_rgb(hue, toward, saturation))


def palette(brand: str, accent: str) -> Palette:
    """Return all colors of a site, derived from its two."""
    surface = tinted(brand, *DARK_SURFACE)
    dark = lightened_for(surface, brand, VIVID)
    return Palette(
        brand=brand.lower(),
        accent=accent.lower(),
        brand_deep=shaded(brand, 0.235),
        on_brand=WHITE,
        on_accent=INK if is_readable(INK, accent) else text_on(accent),
        dark_brand=dark,
        dark_brand_deep=shaded(dark, -0.4),
        on_dark_brand=tinted(brand, 0.075, 0.74),
        tint=_tint(brand),
        dark_tint=tinted(brand, 0.143, 0.425),
        dark_paper=tinted(brand, *DARK_PAPER),
        dark_surface=surface,
        dark_line=tinted(brand, *DARK_LINE),
        glow=accent.lower() if contrast(accent, INK) >= 3 else WHITE,
    )


def unreadable(brand: str, accent: str) -> list[str]:
    """Return a sentence for each pair of colors of the site that cannot be read."""
    colors = palette(brand, accent)
    pairs = [
        (colors.brand, PAPER, "brand on white paper, and white on brand"),
        (colors.dark_brand, colors.dark_surface, "brand in the dark"),
        (colors.on_dark_brand, colors.dark_brand, "text on brand in the dark"),
        (colors.on_accent, colors.accent, "text on accent"),
    ]
    return [
        f"{what} ({text} on {ground}) has a contrast of {contrast(text, ground):.1f}; it takes"
        f" {READABLE} or more to be read. Take a darker color."
        for text, ground, what in pairs
        if not is_readable(text, ground)
    ]


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
