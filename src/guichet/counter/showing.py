"""What a page of the desk showed of a ticket, or of somebody who is expected.

Its buttons carry that, signed: a press does what was offered and nothing else. Where somebody was
quicker, the mark tells. A form without one, as programs send it, is judged by where the record is.
"""

from datetime import datetime

from guichet.kernel import keyring, references

FIELD = "seen"


def of_ticket(pk: int, *, state: str, pauses: int, changed_at: datetime) -> str:
    """Return the mark of a ticket as it stands."""
    return _mark("ticket", pk, state, pauses, changed_at.timestamp())


def of_expected(pk: int, *, slot: int, is_here: bool, ended_as: str) -> str:
    """Return the mark of an appointment as the agenda shows it."""
    return _mark("expected", pk, slot, is_here, ended_as)


def differs(mark: str, present: str) -> bool:
    """Tell whether a form was made for another state; one without a mark was made for none."""
    return bool(mark) and not references.same(mark, present)


def _mark(*facts: object) -> str:
    return keyring.working("showing", *facts).hex()[:32]
