"""The agency's colors and drawings: made once, named by their hash, the same on every page."""

import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from guichet.agency.colors import palette
from guichet.web.pages import face

RED = replace(settings.AGENCY, colors=palette("#a3152a", "#ffffff"))
WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32">'
    '<path fill="currentColor" d="M0 0h9"/></svg>'
)


def made(folder: Path, **changes: object) -> Path:
    face.make(folder / "web", replace(RED, **changes))  # type: ignore[arg-type]
    return folder / "web"


def test_the_sheet_begins_with_the_colors_in_the_light_and_in_the_dark(tmp_path: Path) -> None:
    sheet = (made(tmp_path) / "site.css").read_text()
    light, dark = sheet.index("--accent:#a3152a"), sheet.index("--accent:#e79da8")
    assert light < dark < sheet.index("@media print") < len(sheet)
    assert sheet.index("prefers-color-scheme:dark") < dark
    assert "#00564e" not in sheet


def test_every_color_of_the_sheet_is_said(tmp_path: Path) -> None:
    sheet = (made(tmp_path) / "site.css").read_text()
    sheets = [
        sheet,
        *(path.read_text() for path in settings.ROOT.glob("src/guichet/*/static/**/*.css")),
    ]
    names = set(re.findall(r"var\((--[\w-]+)\)", "".join(sheets)))
    assert names <= set(re.findall(r"(--[\w-]+):", "".join(sheets)))


def test_nothing_of_the_house_is_in_a_sheet_a_page_or_a_print() -> None:
    own = re.compile(r"#(00564e|00423b|e2f0ec|74d9c6|a4ebdd|15342e)", re.IGNORECASE)
    files = [
        path
        for path in (settings.ROOT / "src").rglob("*")
        if path.suffix in {".css", ".html", ".typ", ".svg", ".js"} and "tests" not in path.parts
    ]
    assert len(files) > 100
    assert [str(path) for path in files if own.search(path.read_text("utf-8"))] == []


def test_pictures_are_drawn_once(tmp_path: Path) -> None:
    folder = made(tmp_path)
    touch = (folder / "touch.png").read_bytes()
    assert touch[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", touch[16:24]) == (180, 180)
    assert (folder / "favicon.ico").read_bytes()[:4] == b"\0\0\1\0"
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    made(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times
    made(tmp_path, icon="", logo="")
    assert (folder / "touch.png").read_bytes() != touch


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "#00564e"),
        ({"icon": "", "logo": WIDE}, ">G</text>"),
        ({"icon": "", "logo": WIDE.replace("96", "32")}, 'fill="#a3152a"'),
        ({"icon": "", "logo": ""}, ">G</text>"),
    ],
)
def test_a_tab_shows_the_icon_the_logo_or_a_letter(changes: dict[str, str], words: str) -> None:
    assert words in face.icon(replace(RED, **changes))  # type: ignore[arg-type]
    assert "currentColor" not in face.icon(replace(RED, **changes))  # type: ignore[arg-type]


def test_the_first_found_is_the_agencys(client: Client) -> None:
    sheet = finders.find("web/site.css")
    assert isinstance(sheet, str)
    assert "agency/static" in sheet
    assert client.get("/apple-touch-icon.png").content == face._drawn(
        face.icon(settings.AGENCY), face.TOUCH, ground="#ffffff"
    )


@pytest.mark.django_db
def test_the_logo_is_decoration_beside_the_name(client: Client) -> None:
    text = client.get("/en/").content.decode()
    brand = text[text.index('class="brand"') :].partition("</a>")[0]
    assert 'aria-hidden="true"' in brand
    assert brand.endswith("<span>Guichet</span>")
    assert 'fill="currentColor"' in brand


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (WIDE, '<svg width="96" height="32" aria-hidden="true"'),
        (
            WIDE.replace("<svg ", '<svg width="5in" height="2in" '),
            '<svg width="96" height="32" aria',
        ),
        (WIDE.replace("<path ", '<path id="main" '), '<img src="/static/web/logo.svg" alt=""'),
        (WIDE.replace("<path ", '<path style="fill:red" '), "<img "),
        (WIDE.replace("M0 0h9", "M0 0" * 2_000), "<img "),
        ("<?xml version='1.0'?>" + WIDE, "<svg width="),
        (WIDE.replace("96 32", "640 32"), '<svg width="144" height="7"'),
        (WIDE.replace('"0 0 96 32"', "'0 0 640 32'"), '<svg width="144" height="7"'),
        (WIDE.replace("96 32", "32 640"), '<svg class="tall" width="2" height="32"'),
        (WIDE.replace("96 32", "1e4 1"), '<svg width="144" height="1"'),
        (WIDE.replace("96 32", "0.02 0.01"), '<svg width="64" height="32"'),
        ("", ""),
    ],
)
def test_a_small_drawing_stands_in_the_page(drawing: str, words: str) -> None:
    markup = face.logo_of(drawing)
    assert words in markup
    assert markup.count("width=") == bool(drawing)
