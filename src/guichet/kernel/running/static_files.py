"""Static files across releases: a page that is open asks for the names that it was made with.

While nodes are upgraded one after the other, a page of the new release may ask a node of the old
one for its style sheet, and the other way round. A name carries the hash of its content and keeps
for ever, so no other content may be given for it. Hence every node leaves its files in the
database, where all others find them (`bring`), for 30 days after they were last part of a
release; on its own disk they stay as long. See decision 0088.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from guichet.kernel import clock
from guichet.kernel.models import ReleasedFile
from guichet.kernel.running.supervisor import stamp_of

KEPT = timedelta(days=30)
MANIFEST = "staticfiles.json"
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")  # what ManifestStaticFilesStorage adds


def collect() -> None:
    """Compress and name our static files anew where one has changed, and leave them to all nodes.

    What was part of the release before stays beside them.
    """
    root, now = Path(settings.STATIC_ROOT), clock.now()
    folders = [
        Path(storage.location)
        for finder in get_finders()
        for storage in getattr(finder, "storages", {}).values()
    ]
    note, stamp = settings.DATA_DIR / "static.stamp", stamp_of(folders)
    if not note.exists() or note.read_text() != stamp:
        _touch(root / name for name in names(root))
        call_command("collectstatic", verbosity=0, interactive=False)
        _remove_aged(root, before=now - KEPT)
        note.write_text(stamp)
    leave(root, now=now)


def names(root: Path) -> set[str]:
    """Return the names with a hash that the release collected in a folder has."""
    try:
        manifest = json.loads((root / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return set()
    return {name for name in manifest["paths"].values() if (root / name).is_file()}


def leave(root: Path, *, now: datetime) -> None:
    """Leave the files of a release to the nodes of others; what was part of the last one ages."""
    ours = names(root)
    names_there = set(ReleasedFile.objects.values_list("name", flat=True))
    ReleasedFile.objects.bulk_create(
        [
            ReleasedFile(name=name, content=(root / name).read_bytes())
            for name in sorted(ours - names_there)
        ],
        ignore_conflicts=True,
    )
    ReleasedFile.objects.filter(name__in=ours).exclude(left_at=None).update(left_at=None)
    ReleasedFile.objects.exclude(name__in=ours).filter(left_at=None).update(left_at=now)


def bring(name: str, root: Path) -> Path | None:
    """Put a file that another release has or had beside ours; None where no node has left it."""
    file = ReleasedFile.objects.filter(name=name).first()
    if file is None:
        return None
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, suffix=".new")
    with os.fdopen(descriptor, "wb") as whole:
        whole.write(file.content)
    return Path(fresh).replace(path)


def forget(*, now: datetime) -> int:
    """Erase what has been part of no release for 30 days; return how many files."""
    return ReleasedFile.objects.filter(left_at__lt=now - KEPT).delete()[0]


def _touch(paths: Iterable[Path]) -> None:
    """Let a file's age on the disk begin now, and that of its compressed forms."""
    for path in paths:
        for form in path.parent.glob(f"{path.name}*"):
            os.utime(form)


def _remove_aged(root: Path, *, before: datetime) -> None:
    ours = names(root)
    for path in root.rglob("*.*"):
        name = str(path.relative_to(root)).removesuffix(".gz").removesuffix(".br")
        is_old = path.is_file() and path.stat().st_mtime < before.timestamp()
        if is_old and HASHED.search(name) and name not in ours:
            path.unlink()
