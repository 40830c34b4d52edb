"""Fields take what people type, and answer in a sentence to what cannot be kept."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import override

from guichet.web.forms.base import Day, Form, Text, switching_language
from guichet.web.pages.render import environment


class Person(Form):
    """A form with one field of each kind."""

    name = Text(label="Name", max_length=200)
    born = Day(label="Born")


def person(name: str = "Ada", day: str = "1", month: str = "2", year: str = "1990") -> Person:
    """Return the form with what was typed."""
    return Person({"name": name, "born_day": day, "born_month": month, "born_year": year})


def test_it_takes_names_and_days() -> None:
    form = person(" Zoe\u0308 ", "٢", "12", "1990")
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Zoë", "born": date(1990, 12, 2)}


REPLACED = "a" + chr(0xFFFD)  # what a browser's bytes become when they were no letters


@pytest.mark.parametrize("name", ["", "a\x00b", "a\ud800", REPLACED, "x" * 10_000])
def test_it_answers_in_a_sentence_to_what_cannot_be_kept(name: str) -> None:
    form = person(name)
    assert not form.is_valid()
    assert str(form.errors["name"][0]).endswith((".", "…"))


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("31", "2", "2001", "no_such_day"),
        ("29", "2", "2023", "no_such_day"),
        ("x", "2", "2001", "no_such_day"),
        ("1", "13", "2001", "no_such_month"),
        ("1", "1", "99999999999999999999", "year_four_digits"),
        ("1", "1", "19850", "year_four_digits"),
        ("1", "1", "85", "year_four_digits"),
        ("1", "1", "9" * 5000, "year_four_digits"),
        ("1\x00", "1", "2001", "no_such_day"),
        ("", "1", "2001", "required"),
        ("", "", "", "required"),
    ],
)
def test_it_knows_which_days_exist(day: str, month: str, year: str, code: str) -> None:
    form = person(day=day, month=month, year=year)
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["born"]] == [code]
    assert form["born"].value() == (day, month, year)  # what was typed is kept


def test_a_day_is_shown_in_the_order_of_the_language() -> None:
    template = '{% from "web/components/forms.html" import day %}{{ day(form["born"]) }}'
    with override("ko"):
        html = environment("ko").from_string(template).render(form=person())
    assert html.index("born_year") < html.index("born_month") < html.index("born_day")
    assert '<option value="2" selected>2월</option>' in html


def test_an_error_stands_beside_its_field_and_is_read_with_it() -> None:
    template = '{% from "web/components/forms.html" import text %}{{ text(form["name"]) }}'
    form = person("")
    form.is_valid()
    html = environment("en").from_string(template).render(form=form)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name-error"' in html
    assert '<p class="error" id="id_name-error">' in html


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("language=ar", True),
        ("shared=on", True),
        ("shared=off", True),
        ("language=xx", False),
        ("name=a", False),
    ],
)
def test_it_tells_a_form_that_only_changes_language(query: str, answer: bool) -> None:
    request = RequestFactory().post("/en/", QueryDict(query).dict())
    assert switching_language(request) is answer
    assert not switching_language(RequestFactory().get("/en/?" + query))
