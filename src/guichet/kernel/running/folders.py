"""The folders that settings name: whether a start can work with them, seen without starting."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOR_A_SERVER, FOR_BACKUPS = ("postgres", "initdb"), ("pg_dump", "pg_restore", "psql")


def obstacles() -> Iterator[str]:
    """Yield a sentence for each folder that is missing, is none, or is closed to this account."""
    if sentence := _data_obstacle(Path(settings.DATA_DIR)):
        yield sentence
    if folder := os.environ.get("POSTGRES_BIN", "").strip():
        programs = FOR_BACKUPS if settings.DATABASE_URL else FOR_A_SERVER + FOR_BACKUPS
        if sentence := _programs_obstacle(Path(folder), programs):
            yield sentence


def _data_obstacle(path: Path) -> str:
    if path.exists() and not path.is_dir():
        return f"DATA_DIR is {path}, which is no folder."
    place = next(above for above in (path, *path.parents) if above.exists())
    if not place.is_dir():
        return f"DATA_DIR is {path}, which cannot be made: {place} is no folder."
    if not os.access(place, os.W_OK | os.X_OK):
        return f"DATA_DIR is {path}, and this account may not write in {place}."
    return ""


def _programs_obstacle(path: Path, programs: tuple[str, ...]) -> str:
    if not path.is_dir():
        return f"POSTGRES_BIN is {path}, which is no folder that we can see."
    missing = [name for name in programs if not os.access(path / name, os.X_OK)]
    if missing:
        return f"POSTGRES_BIN is {path}, where we cannot run {', '.join(missing)}."
    return ""
