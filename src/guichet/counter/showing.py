"""What a page of the desk showed of a ticket, or of somebody who is expected.

Its buttons carry that, signed: a press does what was offered and nothing else. Where somebody was
quicker, the mark tells. A form without one, as programs send it, is judged by where the record is.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from guichet.kernel import keyring, references

FIELD, PURPOSE = "seen", "showing"
KEPT = 4096  # marks: every look at a desk shows those of the day again, and hardly one is another


def of_ticket(pk: int, *, state: str, pauses: int, changed_at: datetime) -> str:
    """Return the mark of a ticket as it stands."""
    return _mark("ticket", pk, state, pauses, changed_at.timestamp())


def of_expected(
    pk: int, *, slot: int, is_here: bool, ended_as: str, derive: Callable[..., bytes] | None = None
) -> str:
    """Return the mark of an appointment as the agenda shows it; a page of many hands in `derive`.

    That is `keyring.working_for(PURPOSE)`, with which the key is taken once for all of them.
    """
    return _of_expected(derive or keyring.working_for(PURPOSE), pk, slot, is_here, ended_as)


@lru_cache(maxsize=KEPT)
def _of_expected(derive: Callable[..., bytes], *facts: object) -> str:
    return _signed(derive, "expected", *facts)


def differs(mark: str, present: str) -> bool:
    """Tell whether a form was made for another state; one without a mark was made for none."""
    return bool(mark) and not references.same(mark, present)


def _mark(*facts: object) -> str:
    return _signed(keyring.working_for(PURPOSE), *facts)


def _signed(derive: Callable[..., bytes], *facts: object) -> str:
    return derive(*facts).hex()[:32]
