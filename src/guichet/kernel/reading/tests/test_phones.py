"""Phone numbers: read where they were meant, and never less than was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones
from guichet.kernel.reading.phones import Phone


def refused(text: str, *regions: str) -> Obstacle:
    with pytest.raises(Obstacle) as refusal:
        phones.read(text, regions=regions)
    return refusal.value


@pytest.mark.parametrize(
    ("text", "regions", "number"),
    [
        ("+33 6 12 34 56 78", [], "+33612345678"),
        ("0033 6 12 34 56 78", ["US"], "+33612345678"),
        ("011 33 6 12 34 56 78", ["US"], "+33612345678"),
        ("+44 (0)20 7946 0958", [], "+442079460958"),
        ("Tel.: (212) 555-0142", ["US"], "+12125550142"),
        ("tel:+12125550142", [], "+12125550142"),
        ("1 212 555 0142", ["US"], "+12125550142"),
        ("1-800-FLOWERS", ["US"], "+18003569377"),
        ("8 912 345 67 89", ["RU"], "+79123456789"),
        ("13800138000", ["CN"], "+8613800138000"),
        ("+52 1 55 1234 5678", [], "+525512345678"),
        ("0052 1 55 1234 5678", ["US"], "+525512345678"),
        ("1 55 1234 5678", ["MX"], "+525512345678"),
        ("+52 55 1234 5678", [], "+525512345678"),
        ("011 15 2345 6789", ["AR"], "+5491123456789"),
        ("06 12 34 56 78", ["FR"], "+33612345678"),
        ("06 12 34 56 78", ["IT"], "+390612345678"),
        ("55 1234 5678", ["MX"], "+525512345678"),
        ("+91 91234 56789", [], "+919123456789"),
        ("+7 701 234 5678", [], "+77012345678"),
    ],
)
def test_it_reads_a_number_where_it_was_meant(text: str, regions: list[str], number: str) -> None:
    assert phones.read(text, regions=regions) == Phone(number)


@pytest.mark.parametrize(
    "text",
    [
        "212-555-0142 ext. 12",
        "212-555-0142 x12",
        "212-555-0142;ext=12",
        "212-555-0142, 12",
        "212-555-0142 #12",
        "212-555-0142 poste 12",
        "(212) 555-0142 ramal 12",
        "212-555-0142 доб. 12",
        "212-555-0142 分机12",
        "212-555-0142 내선 12",
        "212-555-0142 máy lẻ 12",
        "212-555-0142 تحويلة 12",
        "+1 212-555-0142 (ext 12)",
    ],
)
def test_it_keeps_an_extension(text: str) -> None:
    assert phones.read(text, regions=["US"]) == Phone("+12125550142", "12")
    assert phones.for_people("+12125550142", "12") == "+1 212-555-0142 ext. 12"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+1 123 123 12321", "US"),
        ("+1 1 212 555 0142", "US"),
        ("1 1 212 555 0142", "US"),
        ("+33 33 6 12 34 56 78", "FR"),
        ("+39 39 06 1234 5678", "IT"),
    ],
)
def test_it_drops_no_digit_to_make_a_number_valid(text: str, region: str) -> None:
    doubled = text.startswith("+")
    assert refused(text, region).code == ("doubled_code" if doubled else "malformed")


@pytest.mark.parametrize(
    "text",
    ["12", "call me", "212 555 0142 and 212 555 0143", "212-555-0142 ext 123456789", "+", "x12"],
)
def test_it_refuses_what_is_no_number(text: str) -> None:
    assert refused(text, "US").code == "malformed"


def test_it_asks_where_a_number_can_be_called_in_two_countries() -> None:
    obstacle = refused("06 12 34 56 78", "FR", "IT")
    assert obstacle.code == "ambiguous"
    assert obstacle.facts["choices"] == ("+33612345678", "+390612345678")
    assert phones.read("01 42 68 53 00", regions=["FR", "DK"]).number == "+33142685300"
    assert refused("06 12 34 56 78").code == "phone_country_code"


def test_it_names_every_country_a_bare_number_can_be_called_in() -> None:
    numbers = [phone.number for phone in phones.everywhere("55 1234 5678")]
    assert {"+525512345678", "+15512345678"} <= set(numbers)
    assert phones.everywhere("+52 1 55 1234 5678") == (Phone("+525512345678"),)
    with pytest.raises(Obstacle):
        phones.everywhere("12")


@given(st.text(max_size=40))
def test_it_answers_whatever_is_typed(text: str) -> None:
    for regions in ([], ["US"], ["FR", "IT", "MX"]):
        try:
            phone = phones.read(text, regions=regions)
        except Obstacle as obstacle:
            assert obstacle.code in {
                "malformed", "doubled_code", "phone_country_code", "ambiguous"
            }  # fmt: skip
        else:
            assert phones.read(phone.number) == Phone(phone.number)
            assert phones.read(phones.for_people(phone.number, phone.extension)) == phone


@given(st.from_regex(r"\+?[0-9 ()x.-]{6,22}", fullmatch=True))
def test_it_reads_what_it_shows(text: str) -> None:
    try:
        phone = phones.read(text, regions=["US", "MX"])
    except Obstacle:
        return
    assert phones.read(phones.for_people(phone.number, phone.extension)) == phone
