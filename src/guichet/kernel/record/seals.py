"""The record is written as it happens, and sealed afterwards by the worker, in order.

A seal holds the hash of its lines and of the seal before it. Lines get their numbers when they are
written, and are seen when their transaction ends; so nothing is sealed past a line that an open
transaction may still bring: a number is read, and whoever was writing to the record then is waited
for. Nobody who writes waits for the seal.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from guichet.kernel.models import AuditEntry, AuditSeal

log = logging.getLogger(__name__)
BATCH = 5000  # lines of a seal
MARK = 8  # bytes of a line's hash that are kept beside the seal
PATIENCE = 5.0  # seconds for those who are writing; after that the next minute seals
KEPT = timedelta(days=730)  # as keep_record.sql has it
_LOCK = 4_712_002  # ours among the advisory locks of the database
_LAST_NUMBER = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM kernel_auditentry_id_seq"
_WRITERS = """
SELECT virtualtransaction FROM pg_locks
 WHERE relation = 'kernel_auditentry'::regclass AND mode = 'RowExclusiveLock'
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND pid IS DISTINCT FROM pg_backend_pid()
"""


def seal_all(*, now: datetime, most: int = 100) -> int:
    """Seal what is written and final, in batches; return how many lines were sealed."""
    sealed = 0
    for _ in range(most):
        lines = _seal_batch(now=now)
        sealed += lines
        if not lines:
            break
    keep_elsewhere(is_new=bool(sealed))
    return sealed


def keep_elsewhere(*, is_new: bool = True) -> None:
    """Leave the newest seal where the database cannot reach it: in the log, and in a file.

    A seal that is not new stands in the log already; a file is looked at.
    """
    newest = AuditSeal.objects.order_by("-number").first()
    if newest is None:
        return
    line = f"{newest.number} {newest.last} {newest.digest}"
    if settings.AUDIT_SEAL_FILE:
        path = Path(settings.AUDIT_SEAL_FILE)
        if kept_elsewhere(path)[-1:] != [line]:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
            log.info("audit seal %s", line)
    elif is_new:
        log.info("audit seal %s", line)


def kept_elsewhere(path: Path) -> list[str]:
    """Return the lines of the file of seals, the newest last; none where there is no file."""
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def purge(*, now: datetime) -> int:
    """Erase what is older than its period, in whole batches; return how many lines.

    The last seal whose lines are gone stays: the next one is checked against it.
    """
    seal_all(now=now)
    due, count, is_first = now - KEPT, 0, True
    for seal in AuditSeal.objects.order_by("number").defer("marks").iterator():
        if seal.until >= due:
            is_first = False
            continue
        with transaction.atomic():
            count += int(_lines(seal).delete()[0])
            if is_first:
                AuditSeal.objects.filter(number__lt=seal.number, at__lt=due).delete()
    return count


def hash_of(entry: AuditEntry) -> bytes:
    """Return the hash of a line in the one spelling that it has here."""
    fields = [entry.pk, entry.at.astimezone(UTC).isoformat(timespec="microseconds")]
    fields += [entry.actor, entry.verb, entry.record_type, entry.record, entry.facts]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).digest()


def digest_of(before: str, hashes: Iterable[bytes]) -> str:
    """Return the hash of a batch, chained to the seal before it."""
    return hashlib.sha256(before.encode() + b"".join(hashes)).hexdigest()


def lines_of(seal: AuditSeal) -> Sequence[AuditEntry]:
    """Return the lines that a seal covers, in order."""
    return list(_lines(seal).order_by("pk"))


def _lines(seal: AuditSeal) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(pk__gt=seal.after, pk__lte=seal.last)


def _seal_batch(*, now: datetime) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = AuditSeal.objects.order_by("-number").defer("marks").first()
        after, until = before.last if before else 0, _final_number()
        waiting = AuditEntry.objects.filter(pk__gt=after, pk__lte=until).order_by("pk")[:BATCH]
        lines = _of_one_day(list(waiting))
        if not lines:
            return 0
        hashes = [hash_of(line) for line in lines]
        digest = before.digest if before else ""
        AuditSeal.objects.create(
            number=before.number + 1 if before else 1,
            after=after,
            last=lines[-1].pk,
            marks=b"".join(each[:MARK] for each in hashes),
            before=digest,
            digest=digest_of(digest, hashes),
            until=max(line.at for line in lines),
            at=now,
        )
        return len(lines)


def _of_one_day(lines: list[AuditEntry]) -> list[AuditEntry]:
    """Return the first lines, up to another day: a seal is purged when all its lines are due."""
    return list(takewhile(lambda line: line.at.date() == lines[0].at.date(), lines))


def _final_number() -> int:
    """Return a number below which no line can come any more; 0 where that is not clear in time."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_NUMBER)
        number = int(cursor.fetchone()[0])
        cursor.execute(_WRITERS)
        writers = {row[0] for row in cursor.fetchall()}
        deadline = time.monotonic() + PATIENCE
        while writers:
            if time.monotonic() > deadline:
                return 0
            time.sleep(0.05)
            cursor.execute(_WRITERS)
            writers &= {row[0] for row in cursor.fetchall()}
    return number
