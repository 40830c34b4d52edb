"""The page of the films: with those that were made, and without; captions, and the files."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from guichet.films import kept
from guichet.films.table import beside, films
from guichet.films.testing import keep_film
from guichet.kernel.testing import usual
from guichet.web.languages import ALL
from guichet.web.pages import assets
from guichet.web.words import texts

pytestmark = pytest.mark.django_db


def main_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", usual("ar", "de", of=ALL))
def test_where_no_film_was_made_the_steps_stand_alone(client: Client, language: str) -> None:
    page = main_of(client, f"/{language}/films/")
    assert "<video" not in page and "/static/films" not in page
    sentences = [
        texts("films").get(film.words_of(step), language).text
        for film in films().values()
        for step in film.steps
    ]
    assert [words for words in sentences if words not in page] == []
    assert f'href="/{language}/films/"' in main_of(client, f"/{language}/eta/")


def test_a_film_is_shown_in_the_readers_language_with_captions_in_all(client: Client) -> None:
    for language in ("en", "ar"):
        keep_film("book", language)
    page = main_of(client, "/ar/films/")
    assert page.count('<video controls preload="none"') == 1 and "autoplay" not in page
    assert page.count("<track ") == len(ALL)
    (first,) = re.findall(r'<track [^>]*srclang="([\w-]+)"[^>]* default>', page)
    assert first == "ar" and "/static/films/book.ar." in page
    assert "0:24" in page
    assert texts("films").get("elsewhere", "ar").text.partition("%")[0] not in page


def test_where_the_language_has_no_film_that_of_another_is_shown_and_said(client: Client) -> None:
    keep_film("book", "fr")
    page = main_of(client, "/de/films/")
    assert "/static/films/book.fr." in page and "Français" in page
    assert texts("films").get("elsewhere", "de").text.partition("%")[0] in page


def test_captions_say_each_step_in_the_language_of_the_address(client: Client) -> None:
    keep_film("change", "en")
    answer = client.get("/ar/films/change/en.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    head, *cues = answer.content.decode().rstrip().split("\n\n")
    assert head == "WEBVTT"
    assert [cue.splitlines()[1] for cue in cues][:2] == [
        "00:00.000 --> 00:04.000",
        "00:04.000 --> 00:08.000",
    ]
    film = films()["change"]
    assert [cue.splitlines()[2] for cue in cues] == [
        texts("films").get(film.words_of(step), "ar").text for step in film.steps
    ]
    nowhere = ["/ar/films/change/fr.vtt", "/ar/films/change/de.vtt", "/ar/films/nothing/en.vtt"]
    assert [client.get(path).status_code for path in nowhere] == [404, 404, 404]


def test_a_note_whose_file_is_gone_or_that_is_broken_shows_no_player(client: Client) -> None:
    recording = keep_film("book", "en")
    (kept.folder() / recording.video).unlink()
    assert "<video" not in main_of(client, "/en/films/")
    (kept.folder() / "book.en.json").write_text('{"film": "book"}')
    assert "<video" not in main_of(client, "/en/films/")


def test_films_are_served_in_parts_and_kept_by_browsers_for_good() -> None:
    recording = keep_film("book", "en")
    (kept.folder() / "secret.0123456789ab.json").write_text("{}")
    application: Any = assets.served(_no_page)
    status, headers, content = _asked(application, recording.video_url, HTTP_RANGE="bytes=5-9")
    assert (status, content) == ("206 Partial Content", b"en bo")
    assert headers["Content-Range"] == "bytes 5-9/800"
    assert headers["Content-Type"] == "video/webm" and "immutable" in headers["Cache-Control"]
    aside = ("films/../films/book.en.json", "films/book.en.json", "films/none.0123456789ab.webm")
    assert [
        path
        for path in aside
        if _asked(application, f"{settings.STATIC_URL}{path}")[0] != "404 Not Found"
    ] == []


def test_what_another_film_has_replaced_goes_after_thirty_days() -> None:
    before = keep_film("book", "en")
    replaced = kept.folder() / before.video
    keep_film("book", "en")  # says the same, and so is the same file
    assert replaced.exists()
    (kept.folder() / "book.en.000000000000.webm").write_bytes(b"older")
    now = datetime.now(UTC)
    kept.tidy(films(), now=now + timedelta(days=29))
    assert (kept.folder() / "book.en.000000000000.webm").exists()
    kept.tidy(films(), now=now + timedelta(days=31))
    assert not (kept.folder() / "book.en.000000000000.webm").exists() and replaced.exists()


def test_an_article_leads_to_the_film_of_what_it_is_about() -> None:
    assert [film.code for film in beside("manage_appointment")] == ["change"]
    assert beside("") == []


def _no_page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [])
    return []


def _asked(application: Any, url: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    answer: list[Any] = []
    environ = RequestFactory().get("/", **headers).environ | {"PATH_INFO": url}
    pieces = application(environ, lambda *parts: answer.extend(parts[:2]))
    return answer[0], dict(answer[1]), b"".join(pieces)
