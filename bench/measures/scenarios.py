"""A step of a scenario: what a page of it, and what an answer to a program, costs the server."""

from itertools import cycle

from bench.figures import Figure, milliseconds
from bench.stage import Stage
from bench.statements import Statements
from guichet.guidance.scenarios import actions, queries
from guichet.guidance.scenarios.rules import paths
from guichet.kernel import clock
from guichet.web.languages import OFFERED

STEPS, MOST = 1_000, 5.0  # milliseconds of processor time of the web server, for a step


def measure(stage: Stage) -> list[Figure]:
    actions.publish_shipped(now=clock.now())
    queries.forget()
    pages, calls = steps()
    return [
        step_of(stage, "A step of a scenario as a page, all scenarios and languages", pages),
        step_of(stage, "A step of a scenario for a program, all scenarios and languages", calls),
    ]


def steps() -> tuple[list[str], list[str]]:
    """Return the address of each step of the public scenarios: as pages, and for programs."""
    pages, calls, languages = list[str](), list[str](), cycle(OFFERED)
    for version in queries.scenarios(clock.now()):
        ways = [] if version.tree.private else list(paths(version.tree))
        for answers in sorted({way.answers[:end] for way in ways for end in range(4)}):
            language, rest = next(languages), "/".join([*answers, ""])
            pages.append(f"/{language}/need-help/{version.name}/{rest}")
            query = f"lang={language}&answers={','.join(answers)}"
            calls.append(f"/api/v1/scenarios/{version.name}?{query}")
    return pages, calls


def step_of(stage: Stage, what: str, addresses: list[str]) -> Figure:
    """Ask for one step after the other; the first time round, pages and versions are read."""
    browser, count = stage.browsers(1)[0], stage.times(STEPS)
    for address in addresses * stage.site.workers:
        answer = browser.get(address)
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {answer.status}.")
    statements = Statements(stage.link)
    with stage.measured() as usage:
        for _, address in zip(range(count), cycle(addresses), strict=False):
            browser.get(address)
    counted, web = statements.per(count), usage.milliseconds("web", count)
    return Figure(
        what=what,
        figure=f"{usage.wall / count * 1000:.1f} ms a step, {len(addresses)} of them in turn",
        statements=f"{counted} a step",
        processor=milliseconds(web=web, database=usage.milliseconds("database", count)),
        target=f"under {MOST:g} ms of the web server's processor",
        met=None if web is None else web < MOST,
    )
