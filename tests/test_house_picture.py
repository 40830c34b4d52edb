"""The page about the house says what is there, and its picture is as the imports are."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "house.md").read_text("utf-8")
HOUSE = runpy.run_path(str(ROOT / ".ci" / "house"))


def test_the_picture_is_as_the_imports_are() -> None:
    picture = (ROOT / "docs" / "house.svg").read_text("utf-8")
    assert picture == HOUSE["drawn"](), "draw it anew: .venv/bin/python .ci/house"


def test_every_room_has_its_place_and_its_line() -> None:
    part = PAGE.split("## What stands in a room")[0]
    rooms = {path.parent.name for path in (ROOT / "src" / "guichet").glob("*/__init__.py")}
    assert set(re.findall(r"^\| `(\w+)/` \|", part, re.MULTILINE)) == rooms
    assert {room for floor in HOUSE["floors"]() for room in floor} == rooms


def test_no_arrow_leads_back_up() -> None:
    height = {room: level for level, floor in enumerate(HOUSE["floors"]()) for room in floor}
    assert [arrow for arrow in HOUSE["uses"]() if height[arrow[0]] >= height[arrow[1]]] == []


def test_it_names_files_that_are_there() -> None:
    names = [name for name in re.findall(r"`([\w/]+\.(?:py|toml))`", PAGE) if "/" in name]
    homes = (ROOT, ROOT / "src" / "guichet")
    assert [name for name in names if not any((home / name).exists() for home in homes)] == []
