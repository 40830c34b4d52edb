"""What a page costs once it is warm: statements to the database, and files that are opened.

Times would be measured in a benchmark; these are counted, and are the same on every machine. The
walks on each agency hold it against the same numbers: neither a programme that is off nor a folder
laid over the shipped content adds a statement or the reading of a file.
"""

import sys

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.web.addresses.paths import address

# Statements of a page, by its name, where both programmes are on and nothing is laid over.
STATEMENTS = {
    "guidance:home": 0,
    "web:contact": 0,
    "web:privacy": 0,
    "booking:start": 0,
    "booking:manage": 0,
    "applications:home": 0,
    "applications:look_up": 0,
    "eligibility:need": 0,
}
OF_AN_OFFICE = 6  # statements of the page with the times of a service, one for hours of single days
_opened: list[str] = []
_watched: list[bool] = []


def costs_of(name: str, language: str, **parts: str) -> tuple[int, list[str]]:
    """Return the statements of a page that was seen twice before, and the files it opens."""
    client, path = Client(), address(name, language, **parts)
    for _ in range(2):
        assert client.get(path).status_code == 200
    _watch()
    _opened.clear()
    with CaptureQueriesContext(connection) as statements:
        _watched.append(True)
        try:
            client.get(path)
        finally:
            _watched.clear()
    return len(statements), list(_opened)


def _watch() -> None:
    """Begin to watch, once: nobody can take a watch of Python's away again."""
    if not getattr(sys, "_guichet_watches", False):
        sys.addaudithook(_note)
        setattr(sys, "_guichet_watches", True)  # noqa: B010  (an attribute of our own)


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _watched:
        _opened.append(str(arguments[0]))
