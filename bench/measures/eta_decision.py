"""How long a simple application takes from its submission to its decision, while others wait."""

import statistics
import time
from base64 import b64encode

from bench import applications, pgbench
from bench.browser import Browser, HttpAnswer
from bench.figures import Figure, milliseconds
from bench.measures.bookings import expect
from bench.stage import Stage
from bench.statements import Statements
from guichet.applications.testing import person

START = "/api/v1/eta/applications"
WAITING, SECONDS, WARM = 10_000, 1.0, 6
# As many statements as the way takes, each on one row, and a commit that reaches the disk.
BARE = "BEGIN;\n{statements}UPDATE kernel_dispatch SET id = id WHERE id = 0;\nCOMMIT;\n"
ONE_ROW = "SELECT state FROM applications_application WHERE id = :turn;\n"


def measure(stage: Stage) -> list[Figure]:
    applications.make_waiting(stage.link, upto=WAITING)
    count = stage.times(100)
    with Browser(stage.site.url) as browser:
        ready = [ready_draft(browser, number) for number in range(count + WARM)]
        for address, pair in ready[:WARM]:
            send(browser, address, pair)
        counter, durations = Statements(stage.link), []
        with stage.measured() as usage:
            for address, pair in ready[WARM:]:
                start = time.perf_counter()
                answer = send(browser, address, pair)
                durations.append(time.perf_counter() - start)
                if answer.json["status"] != "approved":
                    raise RuntimeError(f"It was not decided: {answer.text[:300]}")
    statements, middle = counter.per(count), statistics.median(durations) * 1000
    bare = without_us(stage, statements)
    return [
        Figure(
            what=f"A simple application, from submission and payment to approved,"
            f" {WAITING:,} waiting",
            figure=f"half within {middle:.0f} ms,"
            f" slowest of {count} {max(durations) * 1000:.0f} ms",
            statements=statements,
            processor=milliseconds(
                web=usage.milliseconds("web", count),
                database=usage.milliseconds("database", count),
            ),
            limit=f"{bare:.1f} ms: as many statements on one row, one commit, in pgbench",
            ratio=bare / middle,
            target=f"under {SECONDS:g} s",
            met=max(durations) < SECONDS,
        )
    ]


def ready_draft(browser: Browser, number: int) -> tuple[str, str]:
    """Begin an application and answer every question; return its address and what opens it."""
    answer = browser.post_json(START, {"language": "en"})
    expect(answer, 201)
    draft = answer.json
    pair = b64encode(f"{draft['number']}:{draft['pin']}".encode()).decode()
    address = f"{START}/{draft['number']}"
    answers = {"answers": person(7_000_000 + number)}
    expect(browser.post_json(address, answers, verb=b"PUT", Authorization=f"Basic {pair}"), 200)
    return address, pair


def send(browser: Browser, address: str, pair: str) -> HttpAnswer:
    """Send an application off with a payment that goes through, which is when it is decided."""
    payment = {"payment_token": "paid"}
    answer = browser.post_json(f"{address}/submit", payment, Authorization=f"Basic {pair}")
    expect(answer, 200)
    return answer


def without_us(stage: Stage, statements: str) -> float:
    """Return the milliseconds that PostgreSQL needs at least for so many statements."""
    count = round(float(statements.split()[0])) if statements[0].isdigit() else 20
    return pgbench.run(
        BARE.format(statements=ONE_ROW * count),
        url=stage.site.database.url,
        clients=1,
        seconds=stage.seconds(2),
        variables={},
        database=stage.database_pid,
    ).latency
