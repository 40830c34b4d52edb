"""A list is read as programs for tables save it; what cannot be read is told by its line."""

from pathlib import Path

import pytest

from guichet.kernel.content.lists import faults_of, rows_of

TEXT = "code,name\nPAR,Paris\nLIS,Lisboa\n"
ROWS = [{"code": "PAR", "name": "Paris"}, {"code": "LIS", "name": "Lisboa"}]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_it_is_read_as_it_was_saved(tmp_path: Path, mark: str, delimiter: str, end: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((mark + TEXT.replace(",", delimiter).replace("\n", end)).encode())
    assert rows_of(path) == ROWS
    assert list(faults_of(path.read_bytes(), required=["code"])) == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (TEXT.encode("utf-16"), 1),
        (TEXT.replace("Lis", "Lís").encode("latin-1"), 3),
        (TEXT.replace("Lis", "L\0s").encode(), 3),
        (TEXT.replace("Par", '"Par').encode(), 2),
        (TEXT.replace("Paris", "Paris,").encode(), 2),
        (TEXT.replace("LIS,Lisboa", "LIS").encode(), 3),
        (TEXT.replace("code,", ",").encode(), 1),
        (TEXT.replace("name", "code").encode(), 1),
        (b"", 1),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(content: bytes, line: int) -> None:
    assert [number for number, _ in faults_of(content, required=["code", "name"])][:1] == [line]
