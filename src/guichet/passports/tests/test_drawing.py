"""The drawings: one for each place, up to date, without words, without styles."""

import xml.etree.ElementTree as ET

import pytest

from guichet.passports import drawing
from guichet.passports.management.commands.draw_passports import FOLDER


@pytest.mark.parametrize("zone", drawing.ZONES)
def test_it_keeps_the_drawings_up_to_date(zone: str) -> None:
    assert (FOLDER / f"{zone}.svg").read_text(encoding="utf-8") == drawing.drawing(zone)


@pytest.mark.parametrize("zone", drawing.ZONES)
def test_it_draws_without_words_and_without_styles(zone: str) -> None:
    root = ET.fromstring(drawing.drawing(zone))
    words = [text for element in root.iter() if (text := (element.text or "").strip())]
    assert all(set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") for text in words)
    assert not any({"style", "onload"} & set(element.attrib) for element in root.iter())


def test_it_has_no_drawing_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(drawing.ZONES)
