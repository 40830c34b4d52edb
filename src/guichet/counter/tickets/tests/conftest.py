"""Ten in the morning at an office."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # where this file is named to pytest, it is read before Django's settings are
    from guichet.booking.tests.journey import Now


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> "Now":
    """Ten in the morning at the office."""
    from guichet.booking.tests.journey import Now
    from guichet.counter.testing import TEN
    from guichet.kernel import clock

    moment = Now()
    moment.at = TEN
    monkeypatch.setattr(clock, "now", moment)
    return moment
