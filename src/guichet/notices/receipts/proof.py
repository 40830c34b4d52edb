"""The proof of a notice: what each channel was told of each version, and when it was read back."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError

from guichet.kernel.obstacles import Obstacle
from guichet.notices import queries
from guichet.notices.models import Receipt


def lines(number: str) -> Iterator[dict[str, object]]:
    """Yield what stands in each receipt; raise Obstacle where there is no such notice."""
    try:
        if queries.notice(number) is None:
            raise Obstacle("unknown_notice")
        receipts = list(queries.receipts_of(number))
    except DatabaseError:
        raise Obstacle("no_proof_now") from None
    for receipt in receipts:
        yield line(receipt)


def line(receipt: Receipt) -> dict[str, object]:
    """Return a receipt under the names of the contract; times are UTC."""
    return {
        "channel": receipt.channel,
        "version": receipt.version.number,
        "put_up": _told(receipt.put_up_at),
        "read_back": _told(receipt.read_back_at),
        "taken_down": _told(receipt.taken_down_at),
        "read_back_gone": _told(receipt.read_back_gone_at),
        "remote_id": receipt.remote_id or None,
        "tries": receipt.tries,
    }


def _told(at: datetime | None) -> str | None:
    return (
        at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
    )
