"""The fonts of the house are there, whole, under their licenses; the one of a package is known."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from guichet.post import fonts

FOLDERS = sorted(path for path in fonts.OURS.iterdir() if path.is_dir())
# Noto Sans CJK 2.004, as Google published it: another one would draw letters otherwise.
CJK = "d3d8256cdec8dbcb3552284bc6b20c734dd60c2ee9df83b5758e34807c4bac32"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_folder_has_its_license(folder: Path) -> None:
    license_text = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in license_text
    assert "Copyright" in license_text


def test_each_family_that_is_named_is_there_and_no_other() -> None:
    latin = {name for name in fonts.families("en") if isinstance(name, str)}
    there = {path.name.partition("[")[0].partition("-")[0] for path in fonts.OURS.rglob("*.ttf")}
    families = {name.replace(" ", "") for name in latin if "CJK" not in name}
    assert there == families


def test_the_package_has_the_file_that_letters_were_looked_at_with() -> None:
    (collection,) = Path(str(files(fonts.PACKAGE))).glob("*.ttc")
    assert hashlib.sha256(collection.read_bytes()).hexdigest() == CJK
