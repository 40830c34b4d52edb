"""The films of an agency with one programme: those of its own, in its languages and its name."""

import pytest
from django.core.management import call_command
from django.test import Client

from guichet.films.fingerprints import mark_of
from guichet.films.table import films
from tests.agencies.island.people import names_others

pytestmark = pytest.mark.django_db


def test_films_of_a_programme_that_is_off_are_not_there() -> None:
    assert list(films()) == ["apply", "status"]
    assert {film.languages for film in films().values()} == {("en", "ja")}
    for language in ("en", "ja"):
        page = Client().get(f"/{language}/films/").content.decode()
        assert 'id="apply"' in page and 'id="book"' not in page
        assert "TTA" in page and names_others(page.partition("<main")[2]) == []


def test_the_list_names_its_languages_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_films", "--list")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[:2] for row in rows] == [
        [code, language] for code in ("apply", "status") for language in ("en", "ja")
    ]
    assert mark_of("journey:book") == ""
