"""Which processes are connected to the database that could not open what is enciphered with a key.

Each says in its name there which keys it has (`database.patience.name_of`); one of a release that
cannot open anything says nothing of keys.
"""

import re

from django.db import connection

_OURS = re.compile(r"(?P<process>guichet-[a-z]+)(?: keys (?P<keys>[0-9,]+|none))?")
_NAMES = """
SELECT DISTINCT application_name FROM pg_stat_activity
 WHERE datname = current_database() AND application_name LIKE 'guichet-%'
"""


def without(version: int) -> list[str]:
    """Return the kinds of connected processes that lack the key of a version, each once."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        names = [name for (name,) in cursor.fetchall()]
    return sorted({process_of(name) for name in names if not has(name, version)})


def has(name: str, version: int) -> bool:
    """Tell whether a process of this name can open what is enciphered with the key of a version.

    >>> has("guichet-web keys 1,12", 12), has("guichet-web keys 1,12", 2), has("guichet-web", 1)
    (True, False, False)
    """
    match = _OURS.fullmatch(name)
    return match is not None and str(version) in (match["keys"] or "").split(",")


def process_of(name: str) -> str:
    """Return what kind of process it is.

    >>> process_of("guichet-worker keys none")
    'guichet-worker'
    """
    return name.partition(" ")[0]
