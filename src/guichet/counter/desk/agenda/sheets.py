"""The day sheet: the agenda of a day as one signed file that opens without a network.

It is for the day on which the network is down, and holds what a desk needs on that day and no
more. Its last line is a signature, by which the site says whether a sheet is its own, and whole.
"""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

from django.http import HttpRequest
from markupsafe import Markup

from guichet.counter.desk.agenda import page
from guichet.counter.desk.page import Today
from guichet.counter.pages import TOPIC
from guichet.counter.queue import rules
from guichet.kernel import keyring, references
from guichet.web.formats import dates
from guichet.web.languages import ALL
from guichet.web.pages.render import environment
from guichet.web.words import speaker

TEMPLATE = "counter/sheet.html"
_STATIC = Path(__file__).resolve().parents[2] / "static" / "counter"
_SIGNATURE = re.compile(r"\A(.*\n)<!-- guichet sheet ([0-9a-f]{64}) -->\n?\Z", re.DOTALL)


def written(request: HttpRequest, day: Today) -> str:
    """Return the sheet of a day with its signature, in the language of who takes it."""
    reader = day.reader
    still = Today(
        reader=reader,
        present=[ticket for ticket in day.present if ticket.state in rules.OPEN],
        expected=[person for person in day.expected if not person.ended_as],
    )
    here = reader.now.astimezone(reader.zone)
    values = {
        **page.context(still, with_past=False),
        "says": speaker(reader.language, TOPIC),
        "language": ALL[reader.language],
        "made_at": reader.now,
        "moment": dates.moment(here, reader.language),
        "style": _inside("style", "sheet.css"),
        "script": _inside("script", "sheet.js"),
        "request": request,
    }
    return signed(environment(reader.language).get_template(TEMPLATE).render(values))


def name_of(office: str, at: datetime) -> str:
    """Return the name of the file: whose day, and when it was made."""
    return f"agenda-{office}-{at:%Y-%m-%d-%H%M}.html"


def signed(text: str) -> str:
    """Return a text with its signature as the last line."""
    body = text.rstrip("\n") + "\n"
    return f"{body}<!-- guichet sheet {_signature(body)} -->\n"


def is_ours(text: str) -> bool:
    """Tell whether a sheet was made by this site and nothing in it was changed."""
    match = _SIGNATURE.match(text.replace("\r\n", "\n"))
    return match is not None and references.same(match[2], _signature(match[1]))


def _signature(body: str) -> str:
    return keyring.working("sheet", body).hex()


@cache
def _inside(tag: str, name: str) -> Markup:
    """Return a file of ours as an element: what opens without a network brings everything."""
    text = (_STATIC / name).read_text(encoding="utf-8")
    return Markup(f"<{tag}>\n{text}</{tag}>")  # noqa: S704  Ours.
