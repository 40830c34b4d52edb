"""A logo of any shape leaves the name its room, on a narrow screen and in print."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from playwright.sync_api import Browser

from guichet.booking.notice.printing import pdf
from guichet.booking.notice.testing import make_notice
from guichet.post import typesetting
from guichet.web.pages import face
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><path d="M0 0h999v999H0z"/></svg>'
BOXES = ["0 0 640 32", "0 0 32 640", "0 0 210 297", "0 0 0.02 0.01", "0 0 256 32"]
PLACES = """logo => {
  const old = document.querySelector(".brand svg, .brand img");
  old.insertAdjacentHTML("beforebegin", logo);
  old.remove();
  const of = (found) => document.querySelector(found).getBoundingClientRect().toJSON();
  return [of(".brand :is(svg, img)"), of(".brand span"), of(".top")];
}"""


@pytest.fixture
def as_printed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    typesetting._source.cache_clear()
    yield monkeypatch
    typesetting._source.cache_clear()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_name_stands_beside_it_on_a_narrow_screen(
    browser: Browser, live_server: Any, language: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{live_server.url}/{language}/contact/")
    for box in BOXES:
        logo, name, top = page.evaluate(PLACES, str(face.logo_of(SVG.format(box))))
        assert 1 <= logo["width"] <= 153, box
        assert 1 <= logo["height"] <= 60, box
        assert name["width"] > 100, box
        assert name["left"] >= 16 and name["right"] <= 304.5, box
        assert name["top"] >= 0 and name["bottom"] <= top["bottom"], box
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, box
    page.close()


@pytest.mark.parametrize("box", BOXES)
def test_the_name_stands_beside_it_in_print(as_printed: pytest.MonkeyPatch, box: str) -> None:
    logo = SVG.format(box)
    as_printed.setattr(settings, "AGENCY", replace(settings.AGENCY, logo=logo))
    sheet = pypdfium2.PdfDocument(io.BytesIO(pdf(make_notice("fr"))))[0]
    words = sheet.get_textpage()
    start, _count = words.search("Service consulaire de Valmer").get_next() or (0, 0)
    letter = words.get_charbox(start)  # from the lower corner at the left
    assert letter[0] < 150, box
    assert letter[1] > sheet.get_height() - 50, box


def test_a_printed_page_has_margins_and_is_light_in_the_dark(
    browser: Browser, live_server: Any
) -> None:
    page = browser.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    for language in ("fr", "ar"):
        page.goto(f"{live_server.url}/{language}/")
        sheet = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))[0]
        words = sheet.get_textpage()
        rects = [words.get_rect(number) for number in range(words.count_rects())]
        assert min(rect[0] for rect in rects) > 30
        assert max(rect[2] for rect in rects) < sheet.get_width() - 30
        colors = page.evaluate(
            """() => ["body", ".hero", ".hero h1", ".card h2"].map((name) => {
              const style = getComputedStyle(document.querySelector(name));
              return [style.color, style.backgroundColor];
            })"""
        )
        assert {color for color, _ in colors} == {"rgb(0, 0, 0)"}
        assert {ground for _, ground in colors} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    page.close()
