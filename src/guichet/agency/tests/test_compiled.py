"""Own sentences are compiled in a place of their own, over which no other folder is compiled."""

import os
from pathlib import Path

from guichet.agency.words.catalogues import compile_own, forget_compiled, place_of_compiled


def said(folder: Path, words: str) -> Path:
    """Return a folder that says one sentence so."""
    file = folder / "locale" / "fr" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'msgid "Contact"\nmsgstr "{words}"\n', encoding="utf-8")
    return folder


def test_two_folders_are_compiled_beside_each_other(tmp_path: Path) -> None:
    folders = said(tmp_path / "first", "Parler"), said(tmp_path / "second", "Écrire")
    places = [place_of_compiled(folder, tmp_path / "room") for folder in folders]
    for folder, place in zip(folders, places, strict=True):
        compile_own(folder, place)
    words = [(place / "fr" / "LC_MESSAGES" / "django.mo").read_bytes() for place in places]
    assert b"Parler" in words[0]
    assert "Écrire".encode() in words[1]
    # The minute of a start would make another file of the same words, and pages compiled anew.
    assert all(b"POT-Creation-Date: 2000-01-01" in content for content in words)
    said(folders[0], "Écrire")
    assert place_of_compiled(folders[0], tmp_path / "room") == places[1]


def test_what_was_compiled_long_ago_goes_and_what_is_used_stays(tmp_path: Path) -> None:
    places = []
    for number in range(8):
        folder = said(tmp_path / "agency", str(number))
        places.append(place_of_compiled(folder, tmp_path / "room"))
        compile_own(folder, places[-1])
        os.utime(places[-1], (number, number))
    (tmp_path / "room" / "fr").mkdir()  # of a release of before
    forget_compiled(places[0])
    places_left = {places[0], *places[-4:], tmp_path / "room" / "fr"}
    assert set((tmp_path / "room").iterdir()) == places_left
    forget_compiled(tmp_path / "nowhere" / "x")
