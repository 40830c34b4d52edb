"""How long a simple application takes from its submission to its decision, while others wait."""

import statistics
import time
from base64 import b64encode

from bench import applications, pgbench
from bench.browser import Answer, Browser
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
        ready = [prepared(browser, number) for number in range(count + WARM)]
        for address, pair in ready[:WARM]:
            send(browser, address, pair)
        counted, spent = Statements(stage.link), []
        with stage.measured() as used:
            for address, pair in ready[WARM:]:
                started = time.perf_counter()
                sent = send(browser, address, pair)
                spent.append(time.perf_counter() - started)
                if sent.json["status"] != "approved":
                    raise RuntimeError(f"It was not decided: {sent.text[:300]}")
    statements, middle = counted.per(count), statistics.median(spent) * 1000
    bare = without_us(stage, statements)
    return [
        Figure(
            what=f"A simple application, from submission and payment to approved,"
            f" {WAITING:,} waiting",
            figure=f"half within {middle:.0f} ms, slowest of {count} {max(spent) * 1000:.0f} ms",
            statements=statements,
            processor=milliseconds(
                web=used.milliseconds("web", count),
                database=used.milliseconds("database", count),
            ),
            limit=f"{bare:.1f} ms: as many statements on one row, one commit, in pgbench",
            ratio=bare / middle,
            target=f"under {SECONDS:g} s",
            met=max(spent) < SECONDS,
        )
    ]


def prepared(browser: Browser, number: int) -> tuple[str, str]:
    """Begin an application and answer every question; return its address and what opens it."""
    begun = browser.post_json(START, {"language": "en"})
    expect(begun, 201)
    told = begun.json
    pair = b64encode(f"{told['number']}:{told['pin']}".encode()).decode()
    address = f"{START}/{told['number']}"
    answers = {"answers": person(7_000_000 + number)}
    expect(browser.post_json(address, answers, verb=b"PUT", Authorization=f"Basic {pair}"), 200)
    return address, pair


def send(browser: Browser, address: str, pair: str) -> Answer:
    """Send an application off with a payment that goes through, which is when it is decided."""
    paid = {"payment_token": "paid"}
    sent = browser.post_json(f"{address}/submit", paid, Authorization=f"Basic {pair}")
    expect(sent, 200)
    return sent


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
