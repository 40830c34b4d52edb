"""Marks in the database, by which a node finds out what others have done, and that it differs.

A node with another PIN_KEY would call every PIN wrong, and draw another release minute. Of each
secret the first node leaves a keyed hash, from which the secret cannot be computed; the next
ones compare. `./guichet accept-secrets` leaves new marks after a change that is meant.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from guichet.kernel import keyring
from guichet.kernel.models import Mark
from guichet.kernel.references import derive

SECRETS = ("SECRET_KEY", "PIN_KEY", "IDENTITY_KEY")  # there may be later versions, and another
CONTENT = "content"
RELEASED = "released"  # for which days of which offices slots were made at a start
BACKED_UP = "backed up"  # the second in which a copy was last made
PURGED = "purged:"


def purged(kind: str) -> str:
    """Return the mark of the second in which a kind of record was last forgotten to its end."""
    return f"{PURGED}{kind}"


def _ours() -> dict[str, str]:
    """Return the mark of each of our secrets."""
    secrets = keyring.by_name(
        settings.SECRET_KEY,
        settings.WORKING_KEY,
        **{name: keyring.keys_of(name) for name in (keyring.PIN, keyring.IDENTITY)},
    )
    return {name: derive(key, "mark of a secret", name).hex() for name, key in secrets.items()}


def foreign_secrets() -> list[str]:
    """Return the names of our secrets that differ from those of the other nodes.

    A secret without a mark gets ours: whoever comes first says what the others compare with.
    """
    foreign = []
    for name, value in _ours().items():
        mark, _ = Mark.objects.get_or_create(name=name, defaults={"value": value})
        if mark.value != value:
            foreign.append(name)
    return foreign


def accept_secrets() -> list[str]:
    """Take our secrets for those of all nodes from now on; return which ones are new."""
    changed, ours = foreign_secrets(), _ours()
    for name in changed:
        leave(name, ours[name])
    return changed


def digest_of(folders: Iterable[Path]) -> str:
    """Return a text that changes when a file under the folders does; the same on every node."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_marked(name: str, value: str) -> bool:
    """Tell whether a node has left this mark."""
    return Mark.objects.filter(name=name, value=value).exists()


def value_of(name: str) -> str:
    """Return what a mark says; "" where no node has left it."""
    mark = Mark.objects.filter(name=name).first()
    return mark.value if mark else ""


def leave(name: str, value: str) -> None:
    """Leave a mark for the other nodes."""
    Mark.objects.update_or_create(name=name, defaults={"value": value})
