"""Which version of the site this node runs."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

METRIC = "guichet_version"
_SHOWN = 12  # characters of a commit


@cache
def version() -> str:
    """Return the version, and the commit where the files stand in a clone: `0.1.0+6b80720abcde`."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    commit = _commit(settings.ROOT / ".git")
    return str(project["project"]["version"]) + (f"+{commit}" if commit else "")


def rows() -> list[tuple[str, str, str, int]]:
    """Return the version as `/metrics` tells it."""
    return [(METRIC, "version", version(), 1)]


def _commit(folder: Path) -> str:
    """Return the commit that is checked out, without asking git; empty where there is none."""
    try:
        head = (folder / "HEAD").read_text().strip()
        name = head.removeprefix("ref: ")
        if name == head:
            return head[:_SHOWN]
        if (folder / name).is_file():
            return (folder / name).read_text().strip()[:_SHOWN]
        packed = (folder / "packed-refs").read_text().splitlines()
    except OSError:
        return ""
    return next((line[:_SHOWN] for line in packed if line.endswith(f" {name}")), "")
