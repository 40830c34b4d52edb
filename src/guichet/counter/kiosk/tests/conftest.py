"""Ten in the morning at an office with a kiosk."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # where this file is named to pytest, it is read before Django's settings are
    from guichet.booking.tests.journey import Now
    from guichet.devices.models import Device
    from guichet.offices.models import Office


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> "Now":
    """Ten in the morning at the office."""
    from guichet.booking.tests.journey import Now
    from guichet.counter.testing import TEN
    from guichet.kernel import clock

    moment = Now()
    moment.at = TEN
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> "Office":
    """An office with desks for one service."""
    from guichet.counter.testing import make_desk_office

    return make_desk_office()


@pytest.fixture
def kiosk(client: Client, office: "Office") -> "Device":
    """A kiosk of that office, which the browser of the test is."""
    from guichet.counter.testing import TEN
    from guichet.devices.models import Kind
    from guichet.devices.testing import make_device

    return make_device(office.pk, client=client, now=TEN, kind=Kind.KIOSK)
