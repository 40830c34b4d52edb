"""Two colors that can be read, in the light and in the dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.agency import colors

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("color", "ground", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#7a1020", "#ffffff", 10.92),
    ],
)
def test_contrast_is_that_of_wcag(color: str, ground: str, ratio: float) -> None:
    assert round(colors.contrast(color, ground), 2) == ratio
    assert colors.contrast(color, ground) == colors.contrast(ground, color)


@pytest.mark.parametrize(
    ("brand", "accent", "number"),
    [
        ("#7a1020", "#f2c14e", 0),
        ("#00564e", "#ffc83d", 0),
        ("#000000", "#000000", 0),
        ("#777777", "#ffc83d", 1),
        ("#757575", "#ffc83d", 1),  # is read on white, and not on our paper
        ("#ffffff", "#ffc83d", 1),
        ("#f2c14e", "#7a1020", 1),
    ],
)
def test_a_brand_must_be_read_on_white(brand: str, accent: str, number: int) -> None:
    sentences = colors.unreadable(brand, accent)
    assert len(sentences) == number
    assert all("brand on white" in line and "darker" in line for line in sentences)


@given(brand=ANY, accent=ANY)
def test_what_is_derived_can_always_be_read(brand: str, accent: str) -> None:
    palette = colors.palette(brand, accent)
    assert colors.is_readable(palette.dark_brand, palette.dark_surface)
    assert colors.is_readable(palette.dark_brand_deep, palette.dark_surface)
    assert colors.is_readable(palette.on_dark_brand, palette.dark_brand)
    assert colors.is_readable(palette.on_accent, palette.accent)
    assert colors.is_readable(palette.on_dark_brand, palette.dark_brand_deep)
    assert colors.is_readable(palette.dark_brand, palette.dark_tint)
    assert colors.is_readable(colors.INK, palette.tint)
    assert colors.contrast(palette.glow, colors.INK) >= 3
    if colors.is_readable(brand, colors.PAPER):
        assert colors.is_readable(brand, palette.tint)
        assert colors.unreadable(brand, accent) == []
        assert colors.is_readable(palette.on_brand, palette.brand_deep)
