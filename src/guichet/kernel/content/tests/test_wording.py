"""Other words are put into a file of content, and all else of it stays, to the byte."""

import tomllib
from pathlib import Path

import pytest

from guichet.kernel.content.wording import reword

FILE = """# Kept as it is: title = "not a sentence"
title = "Home"

[price]
title = "What it costs"
amount = 7
lines = ["one", "two"]

[price.more]
title = "More"  # a remark
text = "Pay."
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "en.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_it_replaces_the_sentence_of_its_section_alone(path: Path) -> None:
    reword(path, {"price.title": "Price", "price.more.text": "Payez."})
    expected = FILE.replace('"What it costs"', '"Price"').replace('"Pay."', '"Payez."')
    assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("words", ['a "b" c', "back\\slash", "two\nlines", "50 % 日本 é", "", "#"])
def test_it_writes_any_words_so_that_they_are_read_back(path: Path, words: str) -> None:
    reword(path, {"price.title": words})
    assert tomllib.loads(path.read_text(encoding="utf-8"))["price"]["title"] == words


@pytest.mark.parametrize("key", ["nothing", "price.nothing", "more.text", "price.amount"])
def test_it_refuses_a_key_that_is_not_there_and_writes_nothing(path: Path, key: str) -> None:
    with pytest.raises(KeyError, match=key):
        reword(path, {"title": "Accueil", key: "x"})
    assert path.read_text(encoding="utf-8") == FILE
