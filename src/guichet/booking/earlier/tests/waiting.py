"""Somebody on the earlier-time list, for tests."""

from datetime import datetime

from guichet.booking.earlier import actions
from guichet.booking.earlier.actions import Wish
from guichet.booking.earlier.rules import LEADS
from guichet.booking.models import Entry, Offer, Slot
from guichet.booking.testing import NOW, make_details


def make_entry(
    slot: Slot,
    *,
    number: int = 0,
    now: datetime = NOW,
    weekdays: str = "1234567",
    lead_hours: int = LEADS[0],
    language: str = "en",
    **changes: object,
) -> Entry:
    """Return somebody who waits for a place at a slot's office, for its service."""
    return actions.ask(
        make_details(number, **{"email": f"client{number}@example.org", **changes}),
        Wish(weekdays=weekdays, lead_hours=lead_hours),
        office=slot.office,
        service=slot.service,
        language=language,
        now=now,
    )


def offer_to(entry: Entry) -> Offer | None:
    """Return what is offered to an entry now."""
    return Offer.objects.select_related("slot").filter(entry=entry, state="open").first()
