"""The keys of programs for a demonstration: one a kind, in a file that only its owner reads."""

import os
from datetime import datetime
from pathlib import Path

from django.db import transaction

from guichet.kernel.programs import keys

FILE = "demo-keys.txt"
NAME = "demo"


def make(folder: Path, *, now: datetime) -> Path:
    """Make the keys that are missing; return the file with a line each: kind, name and key.

    The keys belong to the folder: a new database over an old folder gets the same ones, and a
    line that is there stays as it is.
    """
    note = folder / FILE
    lines = _lines(note)
    fresh = {kind: f"{kind} {NAME} {keys.new()}" for kind in sorted(keys.KINDS - lines.keys())}
    with transaction.atomic():
        for line in (*lines.values(), *fresh.values()):
            _register(line, now=now)
    if fresh:
        _write(note, [*lines.values(), *fresh.values()])
    return note


def key_of(folder: Path, kind: str) -> str:
    """Return the key of a kind that a folder has; empty where it has none."""
    line = _lines(folder / FILE).get(kind)
    return line.split()[2] if line else ""


def _register(line: str, *, now: datetime) -> None:
    kind, name, key = line.split()
    if kind not in keys.KINDS or keys.is_known(key):
        return  # one that was taken back by hand stays so
    keys.end(kind, name, now=now)
    keys.make(kind, name, now=now, key=key)


def _lines(note: Path) -> dict[str, str]:
    text = note.read_text(encoding="ascii") if note.exists() else ""
    lines = [line for line in text.splitlines() if len(line.split()) == 3]
    return {line.split()[0]: line for line in lines}


def _write(note: Path, lines: list[str]) -> None:
    fresh = note.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
    fresh.replace(note)
