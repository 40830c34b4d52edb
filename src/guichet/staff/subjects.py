"""How staff call what a line of the record is about; each room hands its own in at the start."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

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
    """How the records of one kind are named, in one query, and who may read these names.

    `numbered` are those that have a number, or belong to what has it, and
    `at_office` those of an office; None where nothing of this kind is searched by that.
    """

    subjects: Callable[[Collection[int]], Mapping[int, Subject]]
    permission: str = ""  # none: whoever reads the record
    numbered: Callable[[str, str], QuerySet[Any]] | None = None  # by number and code of the office
    at_office: Callable[[str], QuerySet[Any]] | None = None

    def may_be_read_by(self, reader: Somebody) -> bool:
        """Tell whether somebody may know of which record of this kind a line is."""
        return not self.permission or roles.has(reader, self.permission)


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
        if NAMINGS[kind].may_be_read_by(reader)
        for pk, subject in NAMINGS[kind].subjects(pks[kind]).items()
    }
