"""How staff call what a line of the record is about; each room hands its own in at the start."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from guichet.kernel.models import AuditEntry
from guichet.staff import roles
from guichet.staff.audit import ACCOUNT
from guichet.staff.roles import Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a line is about, as staff know it: its number or name, and the code of its office."""

    name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the records of one kind are named, in one query, and who may read these names."""

    subjects: Callable[[Collection[int]], Mapping[int, Subject]]
    permission: str = ""  # none: whoever reads the record


def _accounts(pks: Collection[int]) -> dict[int, Subject]:
    names = User.objects.filter(pk__in=pks).values_list("pk", "username")
    return {pk: Subject(name=name) for pk, name in names}


NAMINGS: dict[str, Naming] = {ACCOUNT: Naming(subjects=_accounts)}


def subjects_of(lines: Iterable[AuditEntry], *, reader: Somebody) -> dict[tuple[str, int], Subject]:
    """Return what lines are about, by kind and key: what is erased or not theirs is left out."""
    pks: dict[str, set[int]] = {}
    for line in lines:
        if line.record and line.record_type in NAMINGS:
            pks.setdefault(line.record_type, set()).add(line.record)
    return {
        (kind, pk): subject
        for kind in pks
        if not (permission := NAMINGS[kind].permission) or roles.has(reader, permission)
        for pk, subject in NAMINGS[kind].subjects(pks[kind]).items()
    }
