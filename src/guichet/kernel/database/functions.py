"""SQL functions live one a file in an app's sql/ folder; migrations install them by name."""

from pathlib import Path

from django.db.migrations import RunSQL

SOURCE = Path(__file__).resolve().parents[2]


def install(app: str, *names: str) -> list[RunSQL]:
    """Return the migration operations that create or replace these functions, in this order."""
    return [
        RunSQL((SOURCE / app / "sql" / f"{name}.sql").read_text(encoding="utf-8"), RunSQL.noop)
        for name in names
    ]
