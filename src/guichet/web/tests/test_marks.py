"""A mark says what a form is about, for one kind of deed, and opens nothing."""

from dataclasses import dataclass

from django.test import RequestFactory

from guichet.web.forms import marks


@dataclass
class Letter:
    pk: int


@dataclass
class Parcel:
    pk: int


ONE, OTHER = Letter(1), Letter(2)


def sent(value: str) -> Letter | None:
    request = RequestFactory().post("/", {marks.FIELD: value})
    return marks.meant(request, "withdraw", [OTHER, ONE])


def test_it_finds_the_record_a_form_is_about() -> None:
    assert sent(marks.mark("withdraw", ONE)) is ONE


def test_it_takes_no_mark_of_another_deed_record_or_kind() -> None:
    assert sent(marks.mark("pay", ONE)) is None
    assert sent(marks.mark("withdraw", Letter(3))) is None
    assert sent(marks.mark("withdraw", Parcel(1))) is None
    assert sent("") is None
    assert sent("ä" * 40) is None


def test_it_writes_the_field_of_a_form() -> None:
    assert str(marks.field("pay", ONE)) == (
        f'<input type="hidden" name="about" value="{marks.mark("pay", ONE)}">'
    )
