"""The officers' list of fifty, while a thousand tasks wait and while a hundred thousand do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from bench import applications
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.flatness import FLAT
from bench.stage import Stage
from bench.statements import Statements
from guichet.staff.testing import sign_in

SIZES = (1_000, 100_000)
PATHS = ("/staff/cases/", "/staff/cases/?sort=name", "/staff/cases/?whose=free&sort=-travel")
MOST_STATEMENTS, MOST_MILLISECONDS = 6, 30.0
# What every page of staff asks: the session, and the account with its roles, its sessions and
# whether it must change its password; once in half a minute it notes that the session was seen.
OF_THE_DOOR = (
    *("django_session", 'auth_user" WHERE', "auth_group"),
    *("staff_onetimepassword", "staff_staffs"),
)


@dataclass(frozen=True)
class ListCost:
    """What a page of the list costs while so many wait."""

    own: float  # statements
    text: str
    web: float
    database: float

    @property
    def processor(self) -> float:
        return self.web + self.database


def measure(stage: Stage) -> list[Figure]:
    sizes = (SIZES[0], SIZES[1] // 10) if stage.quick else SIZES
    client = Client()
    sign_in(client, "deciding_officer", name="bench-officer")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    costs: list[ListCost] = []
    waiting = 0
    for size in sizes:
        stage.say(f"      {size:,} tasks wait ...")
        applications.make_waiting(stage.link, upto=size - waiting)
        waiting = size
        costs.append(cost(stage, session))
    last = costs[-1]
    sizes_text = " / ".join(f"{size:,}" for size in sizes)
    flat = last.processor <= FLAT * costs[0].processor
    return [
        Figure(
            what=f"The officers' list of 50, sorted by three columns: {sizes_text} waiting",
            figure=" / ".join(f"{each.processor:.1f}" for each in costs) + " ms of processor",
            statements=last.text,
            processor=milliseconds(web=last.web, database=last.database),
            limit=f"{costs[0].processor:.1f} ms with few",
            ratio=costs[0].processor / last.processor,
            target=f"flat, at most {MOST_STATEMENTS} statements of its own"
            f" and {MOST_MILLISECONDS:g} ms",
            met=flat and last.own <= MOST_STATEMENTS and last.processor <= MOST_MILLISECONDS,
        )
    ]


def cost(stage: Stage, session: str) -> ListCost:
    """Read the list as an officer does, page after page."""
    browsers = stage.browsers(4)
    for browser in browsers:
        browser.cookies[settings.SESSION_COOKIE_NAME.encode()] = session.encode()
    try:
        for turn in range(24):
            look(browsers[turn % 4], PATHS[turn % 3])
        count = stage.times(150)
        statements = Statements(stage.link)
        with stage.measured() as usage:
            for turn in range(count):
                look(browsers[turn % 4], PATHS[turn % 3])
    finally:
        for browser in browsers:
            browser.close()
    web, database = (usage.milliseconds(name, count) for name in ("web", "database"))
    return ListCost(
        own=own_statements(statements.list(), count),
        text=statements.per(count),
        web=web or 0.0,
        database=database or 0.0,
    )


def own_statements(rows: list[Any], count: int) -> float:
    """Return the statements of one page that are not of the door, nor frame a transaction."""
    of_the_door = [f'{verb} "{table}' for verb in ("FROM", "UPDATE") for table in OF_THE_DOOR]
    own = [
        (query, calls) for query, calls in rows if not any(name in query for name in of_the_door)
    ]
    return all_statements(own, count)


def all_statements(rows: list[Any], count: int) -> float:
    """Return the statements of one page that do not frame a transaction."""
    frames = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT $1 FROM ONLY")
    return float(sum(calls for query, calls in rows if not query.startswith(frames))) / count


def look(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    if answer.status != 200 or 'class="queue dense"' not in answer.text:
        raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
