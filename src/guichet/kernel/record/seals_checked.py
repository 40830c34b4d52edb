"""Whether the record is as it was sealed: the first line that is not is named."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from guichet.kernel.models import AuditEntry, AuditSeal
from guichet.kernel.record import seals


def broken(*, now: datetime) -> Iterator[str]:
    """Yield what is wrong with the record, the first of it first; nothing where it holds."""
    before: AuditSeal | None = None
    for seal in AuditSeal.objects.order_by("number").iterator(chunk_size=20):
        problem = _chain(before, seal) or _content(seal, now=now)
        if problem:
            yield f"Seal {seal.number} is broken: {problem}."
            return
        before = seal
    if settings.AUDIT_SEAL_FILE:
        yield from _elsewhere(Path(settings.AUDIT_SEAL_FILE))


def counted() -> tuple[int, int]:
    """Return how many seals there are, and how many lines wait for the next one."""
    newest = AuditSeal.objects.order_by("-number").defer("marks").first()
    waiting = AuditEntry.objects.filter(pk__gt=newest.last if newest else 0)
    return AuditSeal.objects.count(), waiting.count()


def _chain(before: AuditSeal | None, seal: AuditSeal) -> str:
    if before is None:
        lost = seal.number != 1 and seals.lines_of(seal)
        early = AuditEntry.objects.filter(pk__lte=seal.after).exists()
        return f"the seals before number {seal.number} are gone" if lost or early else ""
    if (seal.number, seal.after, seal.before) != (before.number + 1, before.last, before.digest):
        return f"it does not follow seal {before.number}"
    return ""


def _content(seal: AuditSeal, *, now: datetime) -> str:
    lines = seals.lines_of(seal)
    if not lines and seal.until < now - seals.KEPT:  # purged by age
        return ""
    hashes = [seals.hash_of(line) for line in lines]
    if seals.digest_of(seal.before, hashes) == seal.digest:
        return ""
    marks = bytes(seal.marks)
    pieces = [marks[at : at + seals.MARK] for at in range(0, len(marks), seals.MARK)]
    for line, each, mark in zip(lines, hashes, pieces, strict=False):
        if each[: seals.MARK] != mark:
            return f"the first line that is not as it was sealed, or follows one, is {line.pk}"
    return f"{len(pieces)} lines were sealed up to line {seal.last}, and there are {len(lines)}"


def _elsewhere(path: Path) -> Iterator[str]:
    oldest = AuditSeal.objects.order_by("number").values_list("number", flat=True).first() or 0
    for line in seals.kept_elsewhere(path):
        number, last, digest = line.split()
        if int(number) < oldest:
            continue
        seal = AuditSeal.objects.filter(number=int(number)).defer("marks").first()
        if seal is None or (str(seal.last), seal.digest) != (last, digest):
            yield f"Seal {number} is not the one that {path} has."
            return
