"""The desk and the agenda of an office with five hundred people today, with and without a past."""

from django.conf import settings
from django.test import Client

from bench import world
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.flatness import FLAT
from bench.measures.work_list import own_statements
from bench.stage import Stage
from bench.statements import Statements
from guichet.staff.testing import make_posted, sign_in_as

PEOPLE, PAST = 500, 100_000
MOST_STATEMENTS, MOST_MILLISECONDS = 6, 30.0
PAGES = {"The desk": "", "The agenda": "agenda/"}


def measure(stage: Stage) -> list[Figure]:
    young, old = stage.take_office(), world.OFFICE
    world.lengthen_past(stage.link, upto=PAST // 10 if stage.quick else PAST)
    for office in (young, old):
        world.fill_day(stage.link, office=office, hours=0, places=PEOPLE // 40 + 1)
    browsers = {office: manager_of(stage, office) for office in (young, old)}
    return [of_page(stage, what, path, browsers) for what, path in PAGES.items()]


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


def manager_of(stage: Stage, office: str) -> Browser:
    """Return the browser of somebody who works there."""
    client, browser = Client(), Browser(stage.site.url)
    sign_in_as(client, make_posted(office, "office_manager", name=f"bench-{office}"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.cookies[settings.SESSION_COOKIE_NAME.encode()] = session.encode()
    return browser


def look(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    if answer.status != 200 or answer.text.count("Ada Lovelace") < PEOPLE:
        raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
