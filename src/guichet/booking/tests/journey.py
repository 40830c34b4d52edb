"""The second half of the journey, as a browser walks it in tests."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW

BASE = "/en/appointments/"
DETAILS, REVIEW, BOOK, NOTICE = (
    BASE + page for page in ("details/", "review/", "book/", "notice/")
)
MANAGE, MOVE, CANCEL = (BASE + page for page in ("manage/", "move/", "cancel/"))
LOST, LOST_CODE = BASE + "lost/", BASE + "lost/code/"
EXTEND, GIVE_UP = BASE + "hold/extend/", BASE + "hold/give-up/"
ADA = {
    "name": "Ada Lovelace",
    "date_of_birth_day": "10",
    "date_of_birth_month": "12",
    "date_of_birth_year": "1985",
    "phone": "(212) 555-0142",
}


def hold(client: Client, slot: Slot, **sent: str) -> Any:
    return client.post(f"{BASE}slots/{slot.pk}/hold/", sent)


def book(client: Client, slot: Slot, **changes: str) -> Any:
    """Walk from a free time to the notice and return the notice."""
    hold(client, slot)
    client.post(DETAILS, {**ADA, **changes})
    return client.post(BOOK, follow=True)


def only() -> Appointment:
    """Return the one claim there is."""
    return Appointment.objects.get()


class Now:
    """The time of day, which a test may let pass."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)
