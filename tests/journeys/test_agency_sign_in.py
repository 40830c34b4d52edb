"""Signing in and out at the agency's own provider, in a browser, on two sites."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel.testing import usual
from guichet.staff.agency_sign_in import provider as ours
from guichet.staff.agency_sign_in import table
from guichet.staff.agency_sign_in.rules import ClaimRow, Grant
from guichet.web.addresses import paths
from tests import provider as theirs
from tests import urls_agency
from tests.journeys.people import JOURNEY, Person

pytestmark = [*JOURNEY, pytest.mark.urls(urls_agency.__name__)]


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_somebody_comes_in_by_the_agency_and_leaves_both(
    browser: Browser,
    live_server: Any,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    home = f"{live_server.url}/staff/sign-in/"
    monkeypatch.setattr(table, "rows", lambda: [ClaimRow("role", "b", Grant("auditor", ""))])
    for cache in (ours._LAST.clear, paths._routes.cache_clear):
        cache()
    with theirs.running(tmp_path, f"{home}agency/back/", home, people=["anna"]) as agency:
        for name, value in agency.settings().items():
            setattr(settings, name, value)
        settings.OIDC_TRUSTED_AMR = ["otp"]
        agency.claim("anna", role="b", amr=["otp"])
        anna = Person(browser, live_server.url, language=language)
        come_in_and_leave(anna, agency.issuer)
        agency.claim("anna", role="none")
        anna.page.goto(home)
        sign_in_there(anna, agency.issuer)
        anna.page.wait_for_selector("[data-code=agency_no_role]")
        anna.look()
    ours._LAST.clear()
    anna.press("main a.button.arrow")
    assert anna.page.locator("[data-code=agency_silent]").is_visible()
    paths._routes.cache_clear()


def sign_in_there(anna: Person, issuer: str) -> None:
    anna.page.click("main a.button.arrow")
    anna.page.wait_for_url(f"{issuer}/**")
    anna.page.fill("[name=login]", "anna")
    anna.page.fill("[name=password]", theirs.PASSWORD)
    anna.page.click("button[type=submit]")


def come_in_and_leave(anna: Person, issuer: str) -> None:
    anna.page.goto(f"{anna.site}/staff/audit/")
    anna.look()
    sign_in_there(anna, issuer)
    anna.page.wait_for_url(f"{anna.site}/staff/audit/")
    anna.look()
    anna.page.set_viewport_size({"width": 1366, "height": 768})
    anna.page.click(".staff-who button")
    anna.page.wait_for_url(f"{anna.site}/staff/sign-in/")
    anna.page.click("main a.button.arrow")
    anna.page.wait_for_url(f"{issuer}/accounts/login/**")
