"""A logo is a drawing and nothing else."""

from pathlib import Path

import pytest

from guichet.agency.logo import LARGEST, faults_of, is_flat
from guichet.agency.reading import read
from guichet.agency.shipped import DEMONSTRATION
from guichet.agency.tests.test_reading import HEAD, folder_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, more: str = "") -> bytes:
    return f'{SVG} viewBox="0 0 9 9"{more}>\n{inside}\n</svg>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        (DEMONSTRATION / "logo.svg").read_bytes(),
        drawing('<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0h9"/>'),
        drawing('<path id="p" d="M0 0h9"/><use xlink:href="#p"/>'),
        drawing("<style>path { fill: red }</style><title>Ministère</title>"),
    ],
)
def test_a_drawing_may_be_shown(content: bytes) -> None:
    assert faults_of(content) == []


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (drawing("<script>alert(1)</script>"), 2, "a script"),
        (drawing("", ' onload="alert(1)"'), 1, "onload"),
        (drawing('<g>\n<path OnClick="x()"/></g>'), 3, "runs a script"),
        (drawing("<foreignObject><p/></foreignObject>"), 2, "foreignObject"),
        (drawing('<image href="https://a.example/x.png"/>'), 2, "a picture from elsewhere"),
        (drawing('<use href="https://a.example/x.svg#p"/>'), 2, "into itself alone"),
        (drawing('<a xlink:href="javascript:x()"><path/></a>'), 2, "into itself alone"),
        (drawing("<style>@import 'https://a.example/x.css';</style>"), 2, "from elsewhere"),
        (drawing('<path fill="url(https://a.example/#p)"/>'), 2, "from elsewhere in fill"),
        (drawing("<path style=\"fill: url( '//a.example')\"/>"), 2, "from elsewhere in style"),
        (drawing('<set attributeName="href" to="https://a.example"/>'), 2, "changes by itself"),
        (b'<!DOCTYPE svg [<!ENTITY a "x">]>' + drawing(""), 1, "DOCTYPE"),
        (b'<?xml-stylesheet href="https://a.example"?>' + drawing(""), 1, "instruction"),
        (b'<html viewBox="0"/>', 1, "begins with <html>"),
        (f"{SVG}/>".encode(), 1, "no viewBox"),
        (f'{SVG} viewBox="0 0 32"/>'.encode(), 1, "takes four numbers"),
        (f'{SVG} viewBox="0 0 32 0"/>'.encode(), 1, "takes four numbers"),
        (f'{SVG} viewBox="0 0 3cm 2cm"/>'.encode(), 1, "takes four numbers"),
        (b"GIF89a", 1, "no SVG"),
        (b"<svg viewBox='0 0 9 9'>\n<path>", 2, "no SVG"),
        (b"", 1, "no SVG"),
        (b" " * (LARGEST + 1), 0, "at most"),
    ],
)
def test_what_runs_or_fetches_is_refused_with_its_line(
    content: bytes, line: int, words: str
) -> None:
    faults = faults_of(content)
    assert any(number == line and words in sentence for number, sentence in faults), faults


@pytest.mark.parametrize(
    ("box", "flat"),
    [("0 0 640 32", True), ("0 0 32 640", True), ("0 0 256 32", False), ("0 0 210 297", False)],
)
def test_one_that_no_head_has_room_for_is_told(box: str, flat: bool) -> None:
    assert is_flat(f'<svg viewBox="{box}"/>') is flat


@pytest.mark.parametrize(
    ("box", "more", "count"),
    [("0 0 32 32", "", 0), ("0 0 96 32", "", 1), ("0 0 96 32", 'icon = "icon.svg"\n', 0)],
)
def test_a_letter_in_tabs_for_a_wide_logo_is_told(
    tmp_path: Path, box: str, more: str, count: int
) -> None:
    shape = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"/>'
    folder = folder_of(tmp_path, f'{HEAD}logo = "logo.svg"\n{more}', shape.format(box).encode())
    (folder / "icon.svg").write_text(shape.format("0 0 9 9"))
    sentences = [fault.sentence for fault in read(folder).faults]
    assert sum("agency.icon names a square drawing" in words for words in sentences) == count
