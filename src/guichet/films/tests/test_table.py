"""The films that there are: their words, their journeys, what an agency has off."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guichet.films.management.commands import make_films
from guichet.films.recording.hand import LEAST, MOST, reading_time
from guichet.films.recording.journeys import JOURNEYS
from guichet.films.recording.people import Person
from guichet.films.table import films, place
from guichet.films.testing import keep_film
from guichet.passports.zone import read
from guichet.web.words import texts


def test_every_step_of_every_film_is_said_and_every_film_is_played() -> None:
    keys = {key for key in texts("films").words["en"] if key.startswith("film.")}
    steps = {film.words_of(step) for film in films().values() for step in film.steps}
    assert keys == steps | {f"film.{code}.title" for code in films()}
    assert set(JOURNEYS) == set(films())
    assert place() == ("10001", "")


def test_captions_stay_long_enough_in_every_script() -> None:
    for film in films().values():
        for language in film.languages:
            for step in film.steps:
                seconds = reading_time(texts("films").get(film.words_of(step), language).text)
                assert LEAST <= seconds <= MOST
    assert reading_time("日と時刻をお選びください。これから入力の間、枠が確保されます。") > 6


def test_the_lines_of_an_invented_passport_are_read_without_doubt() -> None:
    from datetime import date

    for number in (1, 28, 61):
        person = Person(number)
        zone = read(person.lines, today=date(2026, 11, 30))
        assert zone.valid and zone.is_passport
        assert zone.values["document_number"] == person.passport_number


@pytest.mark.django_db
def test_the_command_lists_how_each_film_stands(capsys: pytest.CaptureFixture[str]) -> None:
    keep_film("book", "ar")
    keep_film("book", "en", parts={"sheet": "00000000"})
    call_command("make_films", "book", "--list")
    lines = dict(line.split(maxsplit=2)[1:] for line in capsys.readouterr().out.splitlines())
    assert lines["ar"] == "fresh" and lines["en"] == "stale: sheet" and lines["fr"] == "missing"
    assert "de" not in lines  # appointments are not written in it


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="ffmpeg"):
        call_command("make_films")
    monkeypatch.setattr(make_films, "find_spec", lambda name: None)
    with pytest.raises(CommandError, match="Playwright"):
        call_command("make_films")
    with pytest.raises(CommandError, match="No film is called circus"):
        call_command("make_films", "circus")
