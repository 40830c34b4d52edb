"""Which letters a name may have: those of any passport, or those that an agency lists."""

import pytest

from guichet.applications.form import shapes
from guichet.kernel.obstacles import Obstacle

FRENCH = "àâäæçéèêëîïôöœùûüÿ"


@pytest.mark.parametrize(
    "name", ["Íñigo Muñoz", "Łukasz", "João", "Groß", "Þorbjörg", "Nguyễn Thị Hồng", "Aǧa İnönü"]
)
def test_any_accent_of_a_passport_is_taken_and_a_list_takes_its_own(name: str) -> None:
    assert shapes.name(name) == name
    with pytest.raises(Obstacle, match="name_letters"):
        shapes.name(name, accents=FRENCH)


def test_a_list_takes_its_letters_small_and_great() -> None:
    assert shapes.name("Éloïse Ÿ", accents=FRENCH) == "Éloïse Ÿ"
    assert shapes.name("MUÑOZ", accents="ñ") == "MUÑOZ"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Иванов", "not_latin"), ("Ɛdem", "name_letters"), ("Ann ☃", "name_characters")],
)
def test_what_no_passport_can_spell_is_refused(name: str, code: str) -> None:
    with pytest.raises(Obstacle, match=code):
        shapes.name(name)
