"""A manager reads the figures on a wide and a narrow screen; who finds nothing is counted once."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.booking.models import Slot
from guichet.figures.models import NothingFree
from guichet.figures.testing import make_figures
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.offices.testing import make_service
from guichet.staff.testing import make_posted
from tests.journeys.people import JOURNEY, Person
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 400, "height": 800}


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_a_manager_reads_charts_and_tables(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    services = ["case_question", make_service(code="fingerprints").pk]
    first = (clock.now() - timedelta(days=40)).date()
    make_figures(office.pk, services, first=first, days=38, now=clock.now())
    account = make_posted(office.pk, "office_manager", name="mia")
    manager = Officer(browser, live_server.url, account, language=language)
    manager.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    manager.go("figures/")  # of one office: it leads there
    assert manager.page.url.endswith(f"/figures/{office.pk}/")
    assert manager.page.locator("svg.chart").count() == manager.page.locator("table").count() == 8
    inside = """chart => chart.getBoundingClientRect().right
      <= chart.closest('figure').getBoundingClientRect().right + 1"""
    assert all(chart.evaluate(inside) for chart in manager.page.locator("svg.chart").all())

    manager.page.click("summary:has(+ form)")
    manager.fill(first_day="32")
    manager.press(".own-period button")
    assert manager.page.locator("#id_first .error, #id_first-error").count() == 1
    manager.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    manager.press(".periods a")
    assert manager.page.locator("svg.chart").count() == 8


def test_who_finds_nothing_and_reloads_is_counted_once(
    browser: Browser, live_server: Any, office: Office
) -> None:
    Slot.objects.update(closed=True)
    client = Person(browser, live_server.url, language="es")
    times = f"{live_server.url}/es/appointments/offices/{office.pk}/case_question/"
    client.page.goto(times)
    for _ in range(2):
        client.page.reload()
    assert [(row.language, row.count) for row in NothingFree.objects.all()] == [("es", 1)]
