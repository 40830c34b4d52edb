"""What several tests of booking stand on: the time, a slot, a mail server."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from guichet.booking.models import Slot
    from guichet.booking.tests.journey import Now
    from guichet.booking.tests.postbox import Postbox

# Django is not set up when this file is read, so what needs it is imported when it is used.


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> "Now":
    """The time of day, which the test may let pass."""
    from guichet.booking.tests.journey import Now
    from guichet.kernel import clock

    found = Now()
    monkeypatch.setattr(clock, "now", found)
    return found


@pytest.fixture
def slot() -> "Slot":
    """A released slot with room for two."""
    from guichet.booking.testing import make_open_slot

    return make_open_slot(capacity=2)


@pytest.fixture
def postbox(settings: Settings) -> Iterator["Postbox"]:
    """A real mail server, and the site told to use it."""
    from guichet.booking.tests.postbox import forget_backends, open_postbox

    with open_postbox() as box:
        settings.EMAIL_URL = box.url
        forget_backends()
        yield box
    forget_backends()
