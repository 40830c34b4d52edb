"""The second half of the journey, as a browser walks it in tests."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from guichet.booking.forms import about
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


# The page on which the button of each address is.
PAGE_OF = {DETAILS: DETAILS, EXTEND: DETAILS, GIVE_UP: REVIEW, BOOK: REVIEW}
MARK = re.compile(r'name="(about|seen)" value="([^"]*)"')


def marks_on(page: Any) -> dict[str, str]:
    """Return what the form of a page says it is about, and what the page showed of it."""
    return dict(MARK.findall(page.content.decode()))


def marks_of(deed: str, record: Appointment) -> dict[str, str]:
    """Return what a page that was left open carries, whatever the browser opened since."""
    return dict(MARK.findall(about.fields(deed, Appointment.objects.get(pk=record.pk))))


def press(
    client: Client, address: str, fields: Mapping[str, Any] | None = None, **more: Any
) -> Any:
    """Open the page of a button, and press it with what was typed there."""
    fields = fields or {}
    query = {"slot": fields["slot"]} if address == MOVE and "slot" in fields else {}
    page = client.get(PAGE_OF.get(address, address), query)
    return client.post(address, {**marks_on(page), **fields}, **more)


def hold(client: Client, slot: Slot, **fields: str) -> Any:
    return client.post(f"{BASE}slots/{slot.pk}/hold/", fields)


def book(client: Client, slot: Slot, **changes: str) -> Any:
    """Walk from a free time to the notice and return the notice."""
    hold(client, slot)
    press(client, DETAILS, {**ADA, **changes})
    return press(client, BOOK, follow=True)


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
