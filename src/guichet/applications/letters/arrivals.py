"""Whether a letter has left the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guichet.applications import queries
from guichet.applications.letters import send as letters
from guichet.applications.letters.addresses import goes_to
from guichet.applications.models import Application, Correspondence
from guichet.kernel.models import Dispatch

type Arrival = Literal["waiting", "sent", "given_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetter:
    """A letter and whether its mail has left the house."""

    letter: Correspondence
    arrival: Arrival
    left_at: datetime | None
    address: str  # where it would go now; nothing where it cannot be sent


def sent_letters(application: Application) -> list[SentLetter]:
    """Return everything that was sent, the newest first, in two statements."""
    letters_of_it = list(queries.letters_of(application))
    rows = Dispatch.objects.filter(
        kind=letters.DISPATCH, record__in=[letter.pk for letter in letters_of_it]
    )
    latest = {row.record: row for row in rows.order_by("pk")}
    return [_sent(letter, latest.get(letter.pk)) for letter in letters_of_it]


def _sent(letter: Correspondence, row: Dispatch | None) -> SentLetter:
    arrival: Arrival = "waiting"
    if row and row.sent_at:
        arrival = "sent"
    elif row is None or row.given_up_at:
        arrival = "given_up"
    return SentLetter(
        letter=letter,
        arrival=arrival,
        left_at=row.sent_at if row else None,
        address=goes_to(letter),
    )
