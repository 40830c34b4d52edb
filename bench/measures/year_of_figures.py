"""The figures of an office over a year: its page, the file of it, and all offices side by side."""

from datetime import timedelta

from bench import world
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.agenda import manager_of
from bench.measures.work_list import own_statements
from bench.stage import Stage
from bench.statements import Statements
from guichet.figures.managers.period import query_of
from guichet.figures.models import DayFigures
from guichet.figures.testing import make_figures
from guichet.kernel import clock

DAYS = 365
MOST_STATEMENTS, MOST_MILLISECONDS = 6, 400.0
PAGES = {"The figures of an office": "", "The same as a file": "period.csv"}


def measure(stage: Stage) -> list[Figure]:
    now = clock.now()
    first, last = now.date() - timedelta(days=DAYS), now.date() - timedelta(days=1)
    make_figures(world.OFFICE, [world.SERVICE], first=first, days=DAYS, now=now)
    stage.link.execute("VACUUM (ANALYZE) figures_dayfigures")
    rows = DayFigures.objects.filter(office=world.OFFICE).count()
    browser, query = manager_of(stage, world.OFFICE, name="figures"), query_of(first, last)
    return [
        of_page(stage, f"{what} over a year, {rows:,} rows", f"{path}{query}", browser)
        for what, path in PAGES.items()
    ]


def of_page(stage: Stage, what: str, path: str, browser: Browser) -> Figure:
    """Return what a year of figures costs."""
    count = stage.times(20)
    for _ in range(3):
        look(browser, path)
    statements = Statements(stage.link)
    with stage.measured() as usage:
        for _ in range(count):
            look(browser, path)
    own = own_statements(statements.list(), count)
    web, database = (usage.milliseconds(name, count) for name in ("web", "database"))
    cost = (web or 0) + (database or 0)
    return Figure(
        what=what,
        figure=f"{cost:.1f} ms of processor",
        statements=statements.per(count),
        processor=milliseconds(web=web, database=database),
        target=f"at most {MOST_STATEMENTS} statements of its own and {MOST_MILLISECONDS:g} ms",
        met=own <= MOST_STATEMENTS and cost <= MOST_MILLISECONDS,
    )


def look(browser: Browser, path: str) -> None:
    answer = browser.get(f"/staff/figures/{world.OFFICE}/{path}")
    if answer.status != 200 or len(answer.text) < 1000:
        raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
