"""The drawings: one for each place, up to date, without words, without styles."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings

from guichet.applications import passports
from guichet.applications.form.fields import Form
from guichet.applications.law import Law
from guichet.applications.management.commands.draw_passports import FOLDER


@pytest.mark.parametrize("zone", passports.ZONES)
def test_it_keeps_the_drawings_up_to_date(zone: str) -> None:
    assert (FOLDER / f"{zone}.svg").read_text(encoding="utf-8") == passports.drawing(zone)


@pytest.mark.parametrize("zone", passports.ZONES)
def test_it_draws_without_words_and_without_styles(zone: str) -> None:
    root = ET.fromstring(passports.drawing(zone))
    words = [text for element in root.iter() if (text := (element.text or "").strip())]
    assert all(set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") for text in words)
    assert not any({"style", "onload"} & set(element.attrib) for element in root.iter())


def test_it_draws_every_place_that_a_field_names() -> None:
    form = Form(settings.CONTENT_DIR, Law(settings.CONTENT_DIR))
    named = {one.zone for one in form.fields.values() if one.zone}
    assert named | {"mrz"} == set(passports.ZONES)


def test_it_has_no_drawing_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(passports.ZONES)
