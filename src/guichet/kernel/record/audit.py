"""Who did what to which record, and when; nothing personal is written here."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import connection

from guichet.kernel.models import AuditEntry

AT_ONCE = 1000
# Ten thousand lines by way of models take ten times as long as all else of a large file.
_LINES = """
INSERT INTO kernel_auditentry (at, actor, verb, record_type, record, facts)
SELECT %s, %s, %s, %s, 0, facts
  FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS line (facts, place)
 ORDER BY place
"""


def write(
    verb: str, record_type: str, record: int, *, actor: str, now: datetime, **facts: object
) -> None:
    """Add a line to the record, in the transaction of what it tells."""
    AuditEntry.objects.create(
        at=now, actor=actor, verb=verb, record_type=record_type, record=record, facts=facts
    )


def actor_of(account: int | None) -> str:
    """Return how the record calls an account of staff; without one, the site itself acted."""
    return f"staff:{account}" if account else "system"


def write_all(
    verb: str, record_type: str, facts: Iterable[dict[str, object]], *, actor: str, now: datetime
) -> None:
    """Add a line for each of some facts, about records that have no number of their own."""
    with connection.cursor() as cursor:
        for some in batched(facts, AT_ONCE):
            cursor.execute(_LINES, [now, actor, verb, record_type, json.dumps(some)])
