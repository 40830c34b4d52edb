"""An office at ten in the morning, and its manager: where every test of a desk begins."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from guichet.booking.tests.journey import Now
    from guichet.offices.models import Office

# Django is not set up when this file is read, so what needs it is imported when it is used.


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
def manager(client: "Client", office: "Office") -> "User":
    """A manager of that office, signed in."""
    from guichet.staff.testing import make_posted, sign_in_as

    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    return user
