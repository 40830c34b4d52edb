"""The page of a display: the same sentences in each of its languages, which take turns."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from markupsafe import Markup

from guichet.counter.display.board import Board
from guichet.counter.display.notices import notices_at
from guichet.counter.pages import named
from guichet.devices.forms import MOST_LANGUAGES, spoken
from guichet.offices.models import Office
from guichet.web.formats.dates import moment, time_of
from guichet.web.languages import ALL, exact
from guichet.web.pages.assets import static
from guichet.web.words import speaker

TOPIC = "display"
TURN = 10  # seconds that a language is shown; without script the page is asked for anew as often
SCRIPT = "counter/display.js"


def languages_of(request: HttpRequest) -> list[str]:
    """Return the languages that the address names, of those a display can speak."""
    codes = [exact(part.strip()) for part in request.GET.get("languages", "")[:100].split(",")]
    choices = spoken()
    languages = [code for code in dict.fromkeys(codes) if code and code in choices]
    return languages[:MOST_LANGUAGES]


def context(
    office: Office, board: Board, languages: Sequence[str], *, now: datetime
) -> dict[str, object]:
    """Return what the page shows; `first` is the language whose turn it is when it is opened."""
    here = now.astimezone(ZoneInfo(office.time_zone))
    turn = int(now.timestamp()) // TURN % len(languages)
    return {
        "office": office,
        "board": board,
        "languages": [ALL[code] for code in languages],
        "first": ALL[languages[turn]],
        "names": {code: named(office.names, code) for code in languages},
        "said": said,
        "notices": notices_at(office.pk, first=languages[turn]),
        "ends": {code: _end(board, code, now=here) for code in languages},
        "begins": {code: _time_of(board.closes_at, code) for code in languages},
        "again": {code: _time_of(board.opens_again_at, code) for code in languages},
        "times": {code: time_of(here, code) for code in languages},
        "now": int(now.timestamp() * 1000),
        "turn": TURN,
        "release": static(SCRIPT),
        "spoken": json.dumps({code: _spoken(code) for code in languages}),
    }


def _end(board: Board, language: str, *, now: datetime) -> str:
    """Return till when the office is closed: the time, or the day too where it is another one."""
    ends_at = board.closed_until
    if ends_at is None:
        return ""
    return time_of(ends_at, language) if ends_at.date() == now.date() else moment(ends_at, language)


def _time_of(at: datetime | None, language: str) -> str:
    return time_of(at, language) if at else ""


def said(key: str, language: str, **values: object) -> Markup:
    """Return a sentence in which each value stands in an element that the script finds again."""
    marked = {
        name: Markup('<bdi data-fill="{}">{}</bdi>').format(name, "" if value is None else value)
        for name, value in values.items()
    }
    return speaker(language, TOPIC)(key, **marked)


def _spoken(language: str) -> str:
    """Return what is spoken of a call, with its placeholders for the script to fill in."""
    values = {"number": "%(number)s", "desk": "%(desk)s"}
    return str(speaker(language, TOPIC)("display.spoken", **values))
