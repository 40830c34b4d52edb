"""Two spellings of one name are the same; two names are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.reading import names


def is_one_name(name: str, other: str) -> bool:
    """Tell whether two spellings are one name, as the tables of appointments do."""
    return names.letters(name) == names.letters(other) or names.words(name) == names.words(other)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("José María O’Neil", "jose maria oneil"),
        ("José María O’Neil", "O'NEIL JOSÉ MARÍA"),
        ("Zoë Núñez", "Nunez Zoe"),
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("Søren Weiß", "Soren Weiss"),
        ("Işıl Ægir", "Isil Aegir"),
        ("İbrahim", "Ibrahim"),
        ("Dũng Nguyễn", "Dung Nguyen"),
        ("Anne-Marie Dupont", "Dupont Anne Marie"),
        ("Annemarie", "Anne-Marie"),
        ("Rajan A/L Muthu", "RAJAN A L MUTHU"),
        ("King, Jr.", "King Jr"),
        ("‘Ofa", "ʻOfa"),
        ("D' ARCY", "D'Arcy"),
        ("مُحَمَّد", "محمد"),
        ("محـمد", "محمد"),
        ("Ёлкин", "Елкин"),
        ("Μαρία", "Μαρια"),
        ("Ｙａｍａｄａ", "Yamada"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("می\u200cخواهم", "میخواهم"),
        ("e\u0301", "é"),
    ],
)
def test_it_knows_two_spellings_as_one_name(spelling: str, other: str) -> None:
    assert is_one_name(spelling, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("सीता", "सता"),  # matras are vowels
        ("கமலா", "கமல"),
        ("が", "か"),
        ("محمد", "محمود"),
        ("أحمد", "حمد"),
        ("Ann", "Anna"),
        ("王小明", "王晓明"),
        ("", "Ann"),
    ],
)
def test_it_keeps_two_names_apart(name: str, other: str) -> None:
    assert not is_one_name(name, other)


@given(st.text())
def test_it_knows_a_name_however_it_is_composed(name: str) -> None:
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, name)  # type: ignore[arg-type]
        assert names.letters(other) == names.letters(name)
        assert names.words(other) == names.words(name)


@given(st.text(alphabet=st.characters(categories=["L", "M", "Zs"])))
def test_it_knows_a_name_in_whatever_order_it_is_written(name: str) -> None:
    assert names.words(" ".join(reversed(name.split()))) == names.words(name)
    assert names.words(names.words(name)) == names.words(name)
