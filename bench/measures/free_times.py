"""Four weeks of an office's free times: as JSON and as the page."""

from datetime import date, timedelta

from bench import pgbench
from bench.figures import Figure, milliseconds
from bench.stage import Stage, captured
from bench.statements import Statements
from bench.world import OFFICE, SERVICE
from guichet.booking import queries
from guichet.booking.api import availability
from guichet.booking.api.availability import Search
from guichet.kernel import clock

API = f"/api/v1/offices/{OFFICE}"
PAGE = f"/en/appointments/offices/{OFFICE}/{SERVICE}/"
JSON_TARGET, PAGE_TARGET = 5.0, 10.0  # milliseconds of processor time, all of it
MOST_STATEMENTS = 2.0


def measure(stage: Stage) -> list[Figure]:
    static = cost(stage, static_file(stage))
    now, (first, last) = clock.now(), four_weeks()
    days = f"service={SERVICE}&from={first}&to={last}"
    search = Search(office=OFFICE, service=SERVICE, first=first, last=last)
    with captured() as slots_sql:
        availability.slots_json(search, now=now)
    with captured() as days_sql:
        availability.days_json(search, now=now)
    with captured() as page_sql:
        queries.free_times(OFFICE, SERVICE, first=first, last=first + timedelta(days=180), now=now)
    return [
        figure(
            stage, "Every free time of four weeks, JSON", f"{API}/slots?{days}", slots_sql, static
        ),
        figure(
            stage, "Free places a day of four weeks, JSON", f"{API}/days?{days}", days_sql, static
        ),
        figure(stage, "The page to choose a time", PAGE, page_sql, static, target=PAGE_TARGET),
    ]


def four_weeks() -> tuple[date, date]:
    """Return the first and the last of 28 days from today."""
    first = clock.now().date()
    return first, first + timedelta(days=27)


def static_file(stage: Stage) -> str:
    """Return the address of the style sheet, which the server sends without Django."""
    with stage.browsers(1)[0] as browser:
        page = browser.get("/en/").text
    start = page.index('href="/static/') + len('href="')
    return page[start : page.index('"', start)]


def cost(stage: Stage, path: str) -> tuple[float, float, float, str, int]:
    """Return milliseconds of web, database and clock for a request, its statements and its size."""
    browsers = stage.browsers(8)
    try:
        for turn in range(48):  # both workers get connections, plans and caches
            answer = browsers[turn % 8].get(path)
            if answer.status != 200:
                raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
        count = stage.times(400)
        statements = Statements(stage.link)
        with stage.measured() as usage:
            for turn in range(count):
                answer = browsers[turn % 8].get(path)
    finally:
        for browser in browsers:
            browser.close()
    web, database = (usage.milliseconds(name, count) for name in ("web", "database"))
    wall = usage.wall * 1000 / count
    return web or wall, database or 0.0, wall, statements.per(count), len(answer.raw)


def figure(
    stage: Stage,
    what: str,
    path: str,
    sql: list[str],
    static: tuple[float, float, float, str, int],
    *,
    target: float = JSON_TARGET,
) -> Figure:
    web, database, wall, statements, size = cost(stage, path)
    query = pgbench.run(
        "".join(f"{statement};\n" for statement in sql),
        url=stage.site.database.url,
        clients=1,
        seconds=stage.seconds(2),
        variables={},
        database=stage.database_pid,
    )
    bare = query.usage.milliseconds("database", query.operations) or query.latency
    total, limit = web + database, static[0] + bare
    enough = statements == "not counted" or float(statements.split()[0]) <= MOST_STATEMENTS
    wants_statements = target == JSON_TARGET
    return Figure(
        what=what,
        figure=f"{total:.2f} ms of processor, {wall:.1f} ms of clock, {size / 1000:.1f} kB",
        statements=statements,
        processor=milliseconds(web=web, database=database),
        limit=f"{limit:.2f} ms: a static file {static[0]:.2f},"
        f" the query in {query.program} {bare:.2f}",
        ratio=limit / total,
        target=f"under {target:g} ms" + (", at most 2 statements" if wants_statements else ""),
        met=total < target and (enough or not wants_statements),
    )
