"""What enciphering costs: the same look-ups and submissions clear and enciphered, turn by turn."""

from collections.abc import Iterator
from itertools import count

from bench import applications
from bench.browser import Browser
from bench.figures import Figure
from bench.measures.eta_decision import ready_draft, send
from bench.measures.eta_status import look
from bench.stage import Stage
from guichet.kernel.enciphering import current, keys

SIZE, TURNS, WARM = 10_000, 3, 10
FIRST_PERSON = 500_000  # after those of the measure that submits
MOST = 1.10  # of what it cost before
HOW = ("clear", "enciphered")


def measure(stage: Stage) -> list[Figure]:
    applications.lengthen(stage.link, upto=SIZE)
    questions = applications.mark(stage.link, count=stage.times(2000))
    numbers = count(FIRST_PERSON)
    looks: dict[str, list[float]] = {how: [] for how in HOW}
    submissions: dict[str, list[float]] = {how: [] for how in HOW}
    try:
        for _ in range(TURNS):
            for how in HOW:
                write(how)
                with Browser(stage.site.url) as browser:
                    looks[how].append(of_looks(stage, browser, questions))
                    submissions[how].append(of_submissions(stage, browser, numbers))
    finally:
        write("clear")
    return [
        row("A status look-up", looks),
        row("A submission, paid and decided", submissions),
    ]


def write(how: str) -> None:
    """Let the site write so from now on, and wait until each of its processes does."""
    if how == "clear":
        current.end()
    else:
        current.begin(keys.newest())
    current.wait()


def of_looks(stage: Stage, browser: Browser, questions: list[dict[str, str]]) -> float:
    """Return milliseconds of processor, of web and database, for each look-up."""
    for question in questions[:WARM]:
        look(browser, question)
    with stage.measured() as usage:
        for question in questions:
            look(browser, question)
    times = len(questions)
    return spent(usage.milliseconds("web", times), usage.milliseconds("database", times))


def of_submissions(stage: Stage, browser: Browser, numbers: Iterator[int]) -> float:
    """Return milliseconds of processor, of web and database, for each submission."""
    ready = [ready_draft(browser, next(numbers)) for _ in range(stage.times(200) + WARM)]
    for address, pair in ready[:WARM]:
        send(browser, address, pair)
    with stage.measured() as usage:
        for address, pair in ready[WARM:]:
            send(browser, address, pair)
    times = len(ready) - WARM
    return spent(usage.milliseconds("web", times), usage.milliseconds("database", times))


def spent(*parts: float | None) -> float:
    return sum(part or 0.0 for part in parts)


def row(what: str, costs: dict[str, list[float]]) -> Figure:
    """Compare the least that each took: what disturbs a turn makes it dearer, never cheaper."""
    clear, enciphered = (min(costs[how]) for how in HOW)
    ratio = enciphered / clear if clear else None
    return Figure(
        what=f"{what}, enciphered beside clear, {TURNS} turns of each",
        figure=f"{enciphered:.2f} ms of processor",
        limit=f"{clear:.2f} ms: the same, clear",
        ratio=clear / enciphered if enciphered else None,
        target=f"at most {MOST:.2f} times as much",
        met=None if ratio is None else ratio <= MOST,
    )
