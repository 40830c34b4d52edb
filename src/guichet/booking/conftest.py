"""What several tests of booking stand on: the time, a slot, a mail server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from guichet.booking.models import Slot
    from guichet.booking.tests.journey import Now
    from guichet.booking.tests.postbox import Postbox
    from guichet.offices.models import Office

# Django is not set up when this file is read, so what needs it is imported when it is used.


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> "Now":
    """The time of day, which the test may let pass."""
    from guichet.booking.tests.journey import Now
    from guichet.kernel import clock

    moment = Now()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def slot() -> "Slot":
    """A released slot with room for two."""
    from guichet.booking.testing import make_open_slot

    return make_open_slot(capacity=2)


@pytest.fixture
def office() -> "Office":
    """An office that works every day, so that only a closure closes it."""
    from guichet.booking.testing import make_open_slot
    from guichet.offices.models import OpeningHours

    slot = make_open_slot(capacity=3)
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=slot.office,
            service=slot.service,
            weekday=weekday,
            opens_at="08:00",
            closes_at="16:00",
            desks=3,
        )
    return slot.office


@pytest.fixture
def day(office: "Office") -> "Slot":
    """The slot of that office, a week from now."""
    return office.slots.get()


@pytest.fixture
def other_day(day: "Slot") -> "Slot":
    """Another slot of the same office, two days later."""
    from guichet.booking.testing import NOW, make_open_slot

    return make_open_slot(starts_at=NOW + timedelta(days=9))


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The text messages that went out: to whom, and what they say."""
    from guichet.post import send

    messages: list[tuple[str, str]] = []
    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", lambda text, to, *, key: messages.append((to, text)))
    return messages


@pytest.fixture
def postbox(settings: Settings) -> Iterator["Postbox"]:
    """A real mail server, and the site told to use it."""
    from guichet.booking.tests.postbox import forget_backends, open_postbox

    with open_postbox() as box:
        settings.EMAIL_URL = box.url
        forget_backends()
        yield box
    forget_backends()
