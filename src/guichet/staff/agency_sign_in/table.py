"""The table of roles: which value of which claim gives which role, as the agency wrote it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.agency.faults import ERROR, Fault
from guichet.kernel.content import layers
from guichet.staff import offices, roles
from guichet.staff.agency_sign_in.rules import ClaimRow, Grant

FILE = "tables/staff_roles.toml"
_KEYS = {"claim", "value", "role", "office"}


def rows() -> list[ClaimRow]:
    """Return the rows that can be used: what is wrong with another gives nobody a role."""
    return [_row(row) for row in _written() if not _problem(row)]


def claims_named() -> set[str]:
    """Return the claims that the table asks about, those inside others by their first name."""
    return {row.claim.partition(".")[0] for row in rows()}


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what is wrong with the rows of the agency that is served."""
    if not (folder / "content" / FILE).exists():
        return
    for number, row in enumerate(_written(), start=1):
        if problem := _problem(row):
            yield Fault(ERROR, "", f"content/{FILE}", 0, f"row {number}: {problem}")


def _written() -> list[Mapping[str, Any]]:
    rows = layers.toml(settings.CONTENT_DIR / FILE).get("row", [])
    return rows if isinstance(rows, list) else []


def _row(row: Mapping[str, Any]) -> ClaimRow:
    return ClaimRow(row["claim"], row["value"], Grant(row["role"], row.get("office", "")))


def _problem(row: object) -> str:
    """Return a sentence about what is wrong with a row, or ""."""
    if not isinstance(row, Mapping) or set(row) - _KEYS:
        return "it takes claim, value and role, and office for a role at an office."
    if not all(isinstance(row.get(key), str) for key in ("claim", "value", "role")):
        return "claim, value and role are texts."
    role, office = row["role"], row.get("office", "")
    if role in roles.OFFICE_ROLES:
        return "" if office in offices.by_code() else f"there is no office {office!r}."
    if role not in roles.ROLES:
        return f"there is no role {role!r} on this site."
    return "this role holds everywhere, and takes no office." if office else ""
