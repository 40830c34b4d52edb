"""Where does it stand? Asked among ten thousand applications, and among two million."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from bench import applications, pgbench
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.eligibility import quantile
from bench.measures.flatness import FLAT, buffers
from bench.measures.free_times import cost, static_file
from bench.stage import Stage, captured
from bench.statements import Statements
from guichet.applications.public_status import StatusQuestion, look_up
from guichet.kernel import clock
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.network import Ladder

PATH = "/api/v1/eta/status"
SIZES = (10_000, 2_000_000)
MOST_STATEMENTS = 1
DEEPER = 1.5  # of two hundred times as many rows every index is one level deeper, and no more
SCANS = """
SELECT coalesce(sum(seq_scan), 0), coalesce(sum(idx_scan), 0)
  FROM pg_stat_xact_user_tables WHERE relname LIKE 'applications%'
"""


@dataclass(frozen=True)
class Sample:
    """What look-ups cost among so many applications."""

    latencies: Sequence[float]
    pages: int
    scans: int  # of whole tables, in one look-up
    statements: int
    statements_each: str
    web: float | None
    database: float | None
    sql: Sequence[str]

    @property
    def cost(self) -> float:
        """Return milliseconds of processor, which a busy neighbor changes less than the clock."""
        processor_time = (self.web or 0.0) + (self.database or 0.0)
        return processor_time or quantile(self.latencies, 0.5)


def measure(stage: Stage) -> list[Figure]:
    sizes = (SIZES[0], SIZES[1] // 20) if stage.quick else SIZES
    samples = [among(stage, size) for size in sizes]
    sizes_text = " / ".join(f"{size:,}" for size in sizes)
    return [of_pages(samples, sizes_text), of_time(stage, samples, sizes_text)]


def among(stage: Stage, size: int) -> Sample:
    """Let there be so many applications, and look some of them up, right ones every time."""
    stage.say(f"      {size:,} applications ...")
    applications.lengthen(stage.link, upto=size)
    questions = applications.mark(stage.link, count=stage.times(1000))
    statements = statements_of(questions[0])
    browsers = stage.browsers(8)
    for turn in range(96):  # every connection of both workers gets its plan
        look(browsers[turn % 8], questions[turn % len(questions)])
    counter, latencies = Statements(stage.link), []
    with stage.measured() as usage:
        for turn, question in enumerate(questions):
            start = time.perf_counter()
            look(browsers[turn % 8], question)
            latencies.append((time.perf_counter() - start) * 1000)
    for browser in browsers:
        browser.close()
    return Sample(
        latencies=latencies,
        pages=buffers(stage, statements[-1]),
        scans=scans_of(stage, statements[-1]),
        statements=len(statements),
        statements_each=counter.per(len(questions)),
        web=usage.milliseconds("web", len(questions)),
        database=usage.milliseconds("database", len(questions)),
        sql=statements,
    )


def look(browser: Browser, question: dict[str, str]) -> None:
    answer = browser.post_json(PATH, question)
    if answer.status != 200 or answer.json["status"] != "approved":
        raise RuntimeError(f"{PATH} answers {answer.status}: {answer.text[:300]}")


def statements_of(fields: dict[str, str]) -> list[str]:
    """Return the statements of a look-up with the limits on, as everywhere but in this bench."""
    question = StatusQuestion(
        passport_number=fields["passport_number"],
        issuer=fields["issuer"],
        born_on=date.fromisoformat(applications.BORN),
        expires_on=date.fromisoformat(applications.EXPIRES),
    )
    settings.RATE_LIMITS = True
    try:
        with captured() as statements:
            look_up(question, guesser=Guesser(ladder=Ladder((b"bench",))), now=clock.now())
    finally:
        settings.RATE_LIMITS = False
    return statements


def scans_of(stage: Stage, statement: str) -> int:
    """Return how many tables a look-up reads from end to end, as PostgreSQL counts them."""
    with stage.link.transaction(force_rollback=True):
        before = stage.link.execute(SCANS).fetchone()
        stage.link.execute(statement)
        after = stage.link.execute(SCANS).fetchone()
    assert before and after
    if after[1] == before[1]:
        raise RuntimeError("The look-up used no index that PostgreSQL has counted.")
    return int(after[0] - before[0])


def of_pages(samples: Sequence[Sample], sizes_text: str) -> Figure:
    pages = [sample.pages for sample in samples]
    return Figure(
        what=f"Status look-up: database pages, with {sizes_text} applications",
        figure=" / ".join(map(str, pages))
        + f"; {max(sample.scans for sample in samples)} tables read"
        " from end to end",
        limit=f"{pages[0]} with the fewest applications",
        ratio=pages[0] / max(1, pages[-1]),
        target=f"at most {DEEPER:g} times, by indexes only",
        met=pages[-1] <= DEEPER * pages[0] and not any(sample.scans for sample in samples),
    )


def of_time(stage: Stage, samples: Sequence[Sample], sizes_text: str) -> Figure:
    first, last = samples[0], samples[-1]
    static = cost(stage, static_file(stage))
    query = pgbench.run(
        f"{last.sql[-1]};\n",
        url=stage.site.database.url,
        clients=1,
        seconds=stage.seconds(2),
        variables={},
        database=stage.database_pid,
    )
    limit = static[2] + query.latency
    middles = [quantile(sample.latencies, 0.5) for sample in samples]
    lates = [quantile(sample.latencies, 0.99) for sample in samples]
    return Figure(
        what=f"Status look-up through the API, with {sizes_text} applications",
        figure=f"half within {' / '.join(f'{middle:.1f}' for middle in middles)} ms,"
        f" 99 % within {' / '.join(f'{late:.1f}' for late in lates)} ms;"
        f" {' / '.join(f'{sample.cost:.2f}' for sample in samples)} ms of processor",
        statements=f"{last.statements} with the limits on, {last.statements_each} without",
        processor=milliseconds(web=last.web, database=last.database),
        limit=f"{limit:.1f} ms: a static file {static[2]:.1f},"
        f" the query in {query.program} {query.latency:.1f}",
        ratio=limit / middles[-1],
        target=f"flat, at most {MOST_STATEMENTS} statements",
        met=last.cost <= FLAT * first.cost and first.statements <= MOST_STATEMENTS,
    )
