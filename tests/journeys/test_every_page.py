"""Every page that is there without a person's case, on the narrowest screen: 320 px, or 400 %.

The addresses come from the routes themselves, so that a new page is walked as soon as there is one:
those of the public in a language from right to left, those of staff in French, as somebody who has
every role. Those that are of one thing are named here. Axe judges each; nothing is too wide.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.contact.call_backs.testing import make_offer
from guichet.guidance.policies.testing import make_policy
from guichet.guidance.testing import publish_articles, publish_shipped
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.notices.testing import make_draft
from guichet.staff.testing import make_staff
from guichet.web.addresses.paths import _routes
from tests.journeys.people import JOURNEY, Person
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
WALKED = ("booking:", "applications:", "interviews:")  # by test_narrow, with something open
ROLES = (
    "intake_officer", "deciding_officer", "auditor", "administrator", "communications",
    "policy_writer", "national_agent", "supervisor",
)  # fmt: skip
# What ends a session or asks for its proof, what is no page, and what moves on by itself.
NOT_SHOWN = re.compile(
    r"sign-(in|out)/|logout|desk/|left/|awake/|finish/|\.(atom|pdf|xml|csv|svg)$"
)
# Beside those without a hole: one of each kind of page that is about one thing.
PUBLIC = (
    "help/?q=passport",
    "help/how-to-book/",
    "help/without-an-appointment/",
    "policies/call-backs/",
    "policies/scenarios/lost_letter/",
    "centres/?q=Nairobi",
    "need-help/lost_letter/yes/",
    "need-help/result/?step=1",
    "feedback/?page=/contact/",
)
INSIDE = ("policies/call-backs/", "scenarios/lost_letter/", "scenarios/lost_letter/1/preview/")


def paths_below(prefix: str, language: str = "en") -> list[str]:
    """Return every address below a prefix that has no hole, without the prefix."""
    every = (
        route.fill(language, {})
        for (name, holes), route in _routes().items()
        if not holes and not name.startswith(WALKED)
    )
    paths = {path.removeprefix(prefix) for path in every if path.startswith(prefix)}
    return sorted(path for path in paths if not NOT_SHOWN.search(path))


def walk(person: Person, before: str, paths: list[str]) -> list[str]:
    """Look at every path that is a page of its own; return which were."""
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    urls, wrong = [], []
    for path in paths:
        response = person.page.goto(f"{person.site}{before}{path}")
        assert response and response.status < 500, path
        if response.status != 200 or response.url in urls:  # a button's, or shown before
            continue
        urls.append(response.url)
        try:
            person.look()
        except AssertionError as oddity:
            wrong.append(str(oddity).partition("\n")[0])
    assert wrong == []
    return [url.removeprefix(f"{person.site}{before}") for url in urls]


@pytest.mark.parametrize("language", usual("ar", of=["ar", "de", "zh-Hans"]))
def test_every_public_page_fits(browser: Browser, live_server: Any, language: str) -> None:
    publish_shipped()
    publish_articles()
    make_policy(now=clock.now())
    person = Person(browser, live_server.url, language=language)
    paths = paths_below(f"/{language}/", language)
    urls = walk(person, f"/{language}/", [*paths, *PUBLIC])
    expected = {"help/", "policies/", "centres/", "call-back/", "contact/", "need-help/"}
    assert {*expected, "web-notices/", *PUBLIC} <= {*urls}


def test_every_page_of_staff_fits(browser: Browser, live_server: Any) -> None:
    publish_shipped()
    make_policy(now=clock.now())
    make_offer(now=clock.now())
    make_draft(now=clock.now())
    officer = Officer(browser, live_server.url, make_staff(*ROLES), language="fr")
    urls = walk(officer, "/staff/", [*paths_below("/staff/"), *INSIDE])
    expected = {"contact/", "contact/calls/", "contact/practice/", "policies/", "notices/"}
    assert {*expected, "contact/call-backs/", "scenarios/", *INSIDE} <= {*urls}
