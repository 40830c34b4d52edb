"""Whatever copying and keyboards add, the same is read; and what was read once stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel import references
from guichet.kernel.reading import typed_text

DIGITS = {
    "full-width": "０１２３４５６７８９",
    "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Devanagari": "०१२३४५६७८९",
}
# LRM, RLM, ALM, LRI, PDI, LRE, PDF, ZWSP, BOM, soft hyphen, word joiner
MARKS = "\u200e\u200f\u061c\u2066\u2069\u202a\u202c\u200b\ufeff\u00ad\u2060"
READERS = (typed_text.plain, typed_text.name, typed_text.free, typed_text.compact)
NAMES = (
    "Rajan A/L Muthu|King, Jr.|‘Ofa|ʻOfa|ジョン・スミス|Lluís Companys i Jover|O’Neil|D'Arcy|金·民"
)


@pytest.mark.parametrize("script", DIGITS)
def test_it_reads_the_digits_of_every_keyboard(script: str) -> None:
    text = "V5723-19048".translate(str.maketrans("0123456789", DIGITS[script]))
    assert typed_text.plain(text) == "V5723-19048"
    assert references.read_number(text) == "V572319048"


@pytest.mark.parametrize("mark", MARKS, ids=unicodedata.name)
def test_it_drops_what_copying_adds(mark: str) -> None:
    around = f"{mark}234{mark}-567 89q{mark} {mark}"
    assert typed_text.plain(around) == "234-567 89q"
    assert typed_text.compact(around) == "23456789Q"
    assert typed_text.name(f"{mark}Zoë{mark} Núñez{mark}") == "Zoë Núñez"
    assert typed_text.free(f"{mark}Zoë{mark} Núñez{mark}") == "Zoë Núñez"


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d")
def test_it_folds_hyphens_that_look_alike(hyphen: str) -> None:
    assert typed_text.plain(f"a{hyphen}b") == "a-b"
    assert typed_text.name(f"Anne{hyphen}Marie") == "Anne-Marie"
    assert typed_text.compact(f"a{hyphen}b") == "AB"


def test_it_leaves_a_free_text_its_own_dashes_quotation_marks_and_digits() -> None:
    assert typed_text.free(" “Ｗｈｙ — ４２ or ٤٢?” ") == "“Why — ４２ or ٤٢?”"


@pytest.mark.parametrize("name", NAMES.split("|"))
def test_it_keeps_a_name_as_it_is_written(name: str) -> None:
    assert typed_text.name(unicodedata.normalize("NFD", name)) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian: between letters
        ("क\u094d\u200dष", "क\u094d\u200dष"),  # Devanagari: after a virama
        ("രാജന\u0d4d\u200d", "രാജന\u0d4d\u200d"),  # Malayalam, as it was written before 5.1
        ("Ali\u200d Reza\u200c", "Ali Reza"),
        ("\u200dAli", "Ali"),
    ],
)
def test_it_keeps_a_joiner_only_where_letters_need_it(text: str, name: str) -> None:
    assert typed_text.name(text) == name
    assert typed_text.free(text) == name


def test_it_gives_back_what_is_too_long_for_any_field() -> None:
    long = "a" + "\u0316\u0301" * typed_text.LONGEST
    assert [read(long) for read in READERS[:3]] == [long] * 3


@given(st.text())
def test_it_reads_once_for_all(text: str) -> None:
    for read in READERS:
        assert read(read(text)) == read(text)


@given(st.text())
def test_it_leaves_no_mark_of_direction(text: str) -> None:
    signs = {sign for read in READERS for sign in read(text)}
    kinds = {unicodedata.category(sign) for sign in signs - set("\u200c\u200d")}
    assert "Cf" not in kinds
