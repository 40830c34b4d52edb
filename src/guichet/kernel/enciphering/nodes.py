"""Which processes are connected to the database that could not open what is enciphered with a key.

Each says in its name there which keys it has (`database.patience.name_of`); one of a release that
cannot open anything says nothing of keys.
"""

from django.db import connection

from guichet.kernel import keyring

_NAMES = """
SELECT DISTINCT application_name FROM pg_stat_activity
 WHERE datname = current_database() AND application_name LIKE 'guichet-%'
"""


def without(version: int, *, kind: str = "keys") -> list[str]:
    """Return the kinds of connected processes that lack the key of a version, each once."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        names = [name for (name,) in cursor.fetchall()]
    return sorted({process_of(name) for name in names if not has(name, version, kind=kind)})


def has(name: str, version: int, *, kind: str = "keys") -> bool:
    """Tell whether a process of this name has the key of a version.

    >>> has("guichet-web keys 1,12", 12), has("guichet-web keys 1,12", 2), has("guichet-web", 1)
    (True, False, False)
    >>> has("guichet-web keys 1 pin 1,2", 2, kind="pin"), has("guichet-web keys 1", 1, kind="pin")
    (True, True)
    """
    words = name.split(" ")
    versions = dict(zip(words[1::2], words[2::2], strict=False))
    of_all = "" if kind == "keys" else str(keyring.FIRST)
    return str(version) in versions.get(kind, of_all).split(",")


def process_of(name: str) -> str:
    """Return what kind of process it is.

    >>> process_of("guichet-worker keys none")
    'guichet-worker'
    """
    return name.partition(" ")[0]
