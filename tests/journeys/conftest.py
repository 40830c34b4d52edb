"""One browser for all journeys of a worker, and an office where one can book."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

if TYPE_CHECKING:  # where this file is named to pytest, it is read before Django's settings are
    from guichet.offices.models import Office

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",  # a page that stays open keeps what shows the next one warm
]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the browser of this worker; its loop must end before a test begins one of its own."""
    from tests.journeys.people import CHROMIUM, contexts

    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium was not found, and CI may not skip the journeys.")
        pytest.skip("Chromium was not found: the journeys in a browser were not made.")
    expect.set_options(timeout=60_000)  # milliseconds: the machine may be busy with much else
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        contexts.waiting.clear()
        launched.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give the browser, and forget afterwards what was done in it."""
    from tests.journeys.people import contexts

    yield chromium
    contexts.take_back()


@pytest.fixture
def office() -> "Office":
    """One office with two slots on each of the next ten days, three places each."""
    from guichet.booking.testing import make_open_slot
    from guichet.kernel import clock
    from guichet.offices.models import Jurisdiction, OpeningHours
    from guichet.offices.testing import make_office, make_service

    serving, service = make_office(), make_service()
    Jurisdiction.objects.create(postal_code="10001", office=serving, overridden=False)
    tomorrow = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=serving, service=service, weekday=weekday, desks=3,
            opens_at="09:00", closes_at="15:00",
        )  # fmt: skip
    for day in range(3, 13):
        for hour in range(2):
            make_open_slot(
                capacity=3,
                office=serving,
                service=service,
                starts_at=tomorrow + timedelta(days=day, hours=hour),
                opens_at=clock.now() - timedelta(days=1),
            )
    return serving
