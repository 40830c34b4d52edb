"""The desk and the agenda of an office with five hundred people today, with and without a past."""

import re

from django.conf import settings
from django.test import Client

from bench import world
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.flatness import FLAT
from bench.measures.work_list import own_statements
from bench.stage import Stage
from bench.statements import Statements
from guichet.counter.testing import make_counter_officer
from guichet.staff.testing import make_posted, sign_in_as

PEOPLE, GONE, PAST = 500, 300, 100_000
MOST_STATEMENTS, MOST_MILLISECONDS = 6, 30.0
PAGES = {"The desk": "", "The agenda": "agenda/"}
RENEWED_WITHIN = 0.6  # of what the page costs
VERSION = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)


def measure(stage: Stage) -> list[Figure]:
    young, old = stage.take_office(by_day=True), world.OFFICE
    world.lengthen_past(stage.link, upto=PAST // 10 if stage.quick else PAST)
    for office in (young, old):
        # A minute apart: all of it is today.
        world.fill_day(stage.link, office=office, hours=0, places=PEOPLE // 40 + 1, apart=1)
    browsers = {office: manager_of(stage, office) for office in (young, old)}
    rows = [of_page(stage, what, path, browsers) for what, path in PAGES.items()]
    for office in (young, old):
        officer = make_counter_officer()
        world.serve_today(stage.link, office=office, officer=officer, people=GONE)
    evening = of_page(stage, f"The desk, {GONE} having been served,", "", browsers)
    return [*rows, evening, of_renewal(stage, old, browsers[old])]


def of_page(stage: Stage, what: str, path: str, browsers: dict[str, Browser]) -> Figure:
    """Return what a page costs an office without a past, and one with a long one."""
    count, costs, own, text = stage.times(60), list[float](), 0.0, ""
    for office, browser in browsers.items():
        for _ in range(5):
            look(browser, f"/staff/desk/{office}/{path}")
        statements = Statements(stage.link)
        with stage.measured() as usage:
            for _ in range(count):
                look(browser, f"/staff/desk/{office}/{path}")
        own, text = own_statements(statements.list(), count), statements.per(count)
        costs.append(sum(usage.milliseconds(name, count) or 0 for name in ("web", "database")))
    few, many = costs
    return Figure(
        what=f"{what} of an office with {PEOPLE} people today, without a past and with a long one",
        figure=f"{few:.1f} / {many:.1f} ms of processor",
        statements=text,
        processor=milliseconds(
            web=usage.milliseconds("web", count), database=usage.milliseconds("database", count)
        ),
        limit=f"{few:.1f} ms without a past",
        ratio=few / many,
        target=f"flat, at most {MOST_STATEMENTS} statements of its own"
        f" and {MOST_MILLISECONDS:g} ms",
        met=many <= FLAT * few and own <= MOST_STATEMENTS and many <= MOST_MILLISECONDS,
    )


def of_renewal(stage: Stage, office: str, browser: Browser) -> Figure:
    """Return what it costs that an open page asks whether anything has changed."""
    path, count, version, answers = f"/staff/desk/{office}/now/", stage.times(60), b"", list[int]()
    with stage.measured() as usage:
        for _ in range(count):
            answer = browser.get(path, head=b"If-None-Match: %s\r\n" % version if version else b"")
            answers.append(answer.status)
            version = (VERSION.findall(answer.head) or [b""])[0]
    whole, same = answers.count(200), answers.count(304)
    cost = sum(usage.milliseconds(name, count) or 0 for name in ("web", "database"))
    return Figure(
        what=f"An open desk of {PEOPLE} people asks whether anything has changed",
        figure=f"{cost:.1f} ms of processor; {same} of {count} times nothing had",
        processor=milliseconds(
            web=usage.milliseconds("web", count), database=usage.milliseconds("database", count)
        ),
        target=f"at most {MOST_MILLISECONDS * RENEWED_WITHIN:g} ms, nothing sent but once a minute",
        met=cost <= MOST_MILLISECONDS * RENEWED_WITHIN and same == count - whole and same > whole,
    )


def manager_of(stage: Stage, office: str, *, name: str = "desk") -> Browser:
    """Return the browser of somebody who works there."""
    client, browser = Client(), Browser(stage.site.url)
    sign_in_as(client, make_posted(office, "office_manager", name=f"bench-{name}-{office}"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.cookies[settings.SESSION_COOKIE_NAME.encode()] = session.encode()
    return browser


def look(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    if answer.status != 200 or answer.text.count("Ada Lovelace") < PEOPLE:
        raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
