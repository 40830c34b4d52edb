"""Whether somebody needs an authorization: as a function, and as a program asks it."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product

from bench import load
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.site import bare_server
from bench.stage import Stage
from bench.statements import Statements
from guichet.eligibility.content import law
from guichet.eligibility.facts import (
    COMMON,
    DOCUMENT_TYPES,
    FEATURES,
    NAMES,
    VALUES,
    Document,
    Facts,
)
from guichet.eligibility.rules import decide

PATH = "/api/v1/eta/eligibility"
CLIENTS, RATE, MICROSECONDS = 8, 1_000.0, 100.0
MANY, SEED = 60_000, 1867
YES_OR_NO = (True, False)
Case = tuple[Facts, datetime]


def measure(stage: Stage) -> list[Figure]:
    return [pure(stage), through_http(stage)]


def pure(stage: Stage) -> Figure:
    """Decide about people from everywhere in the space of facts, one by one."""
    cases = random_cases(stage.times(MANY)) + everybody()
    index_of = {case: index for index, case in enumerate(cases)}
    rules = law()
    decisions = microseconds(cases, lambda case: decide(case[0], rules, at=case[1]))
    lookups = microseconds(cases, lambda case: index_of[case])
    middle, late, bare = quantile(decisions, 0.5), quantile(decisions, 0.99), quantile(lookups, 0.5)
    return Figure(
        what=f"Eligibility as a function: {len(cases):,} cases of all facts, all dates of change",
        figure=f"half within {middle:.1f} µs, 99 % within {late:.1f} µs",
        limit=f"{bare:.1f} µs: the answer looked up in a dictionary by the same facts",
        ratio=bare / middle,
        target=f"under {MICROSECONDS:g} µs",
        met=late < MICROSECONDS,
    )


def random_cases(count: int) -> list[Case]:
    """Return invented people: any facts, known or not, at any date of change; always the same."""
    chance = random.Random(SEED)
    codes = sorted(law().codes.nationalities)

    def value(name: str) -> object:
        if name in VALUES:
            return chance.choice(VALUES[name])
        if name == "nationalities":
            return tuple(chance.sample(codes, chance.choice((1, 1, 1, 2, 3))))
        if name == "origin":
            return chance.choice(("SPM", "USA", "FRA"))
        if name == "document":
            kind = chance.choice(("ordinary", *DOCUMENT_TYPES))
            marks = frozenset(chance.sample(FEATURES, chance.choice((0, 0, 1, 2))))
            return Document(chance.choice(codes), kind, marks)
        return chance.choice(YES_OR_NO)

    def person() -> Facts:
        usual = {name: value(name) for name in COMMON if chance.random() < 0.9}
        rare = {name: value(name) for name in NAMES if name not in COMMON and chance.random() < 0.2}
        return Facts(**usual, **rare)  # type: ignore[arg-type]

    return [(person(), chance.choice(law().changes)) for _ in range(count)]


def everybody() -> list[Case]:
    """Return somebody of each nationality by each way, with their own passport, as it is now."""
    at = law().changes[-1]
    plain = {"status_ca": "none", "us_status": "none", "holds_valid_trv": False}
    return [
        (
            Facts(
                nationalities=(code,),
                mode=mode,
                document=Document(code, "ordinary", frozenset()),
                trv_in_last_10_years=False,
                **plain,  # type: ignore[arg-type]
            ),
            at,
        )
        for code, mode in product(sorted(law().codes.nationalities), VALUES["mode"])
    ]


def microseconds(cases: Sequence[Case], work: Callable[[Case], object]) -> list[float]:
    """Return what each case took; the first time round warms up."""
    for case in cases[:2_000]:
        work(case)
    durations = []
    for case in cases:
        start = time.perf_counter_ns()
        work(case)
        durations.append((time.perf_counter_ns() - start) / 1000)
    return durations


def quantile(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=1000)[round(share * 1000) - 1]


def through_http(stage: Stage) -> Figure:
    """Ask as programs do, over connections that stay open, about another person every time."""
    bodies = [
        body_of(code, mode)
        for code, mode in product(sorted(law().codes.nationalities), VALUES["mode"])
    ]
    ask(stage.site.url, bodies, seconds=stage.seconds(1))
    counter = Statements(stage.link)
    with stage.measured() as usage:
        run = ask(stage.site.url, bodies, seconds=stage.seconds(5))
    statements = counter.per(run.operations)
    with bare_server(stage.site) as url:
        ask(url, bodies, seconds=stage.seconds(1))
        bare = ask(url, bodies, seconds=stage.seconds(3))
    count = run.operations
    return Figure(
        what=f"Eligibility through the API, {CLIENTS} clients, 2 workers",
        figure=f"{run.rate:.0f} a second; half within {run.percentile(0.5) * 1000:.1f} ms,"
        f" 99 % within {run.percentile(0.99) * 1000:.1f} ms",
        statements=statements,
        processor=milliseconds(
            web=usage.milliseconds("web", count),
            database=usage.milliseconds("database", count),
            client=usage.milliseconds("client", count),
        ),
        limit=f"{bare.rate:.0f} a second: the same web server answers with a constant",
        ratio=run.rate / bare.rate,
        target=f"at least {RATE:g} a second",
        met=run.rate >= RATE,
    )


def body_of(code: str, mode: str) -> dict[str, object]:
    return {
        "status_ca": "none",
        "nationalities": [code],
        "us_status": "none",
        "holds_valid_trv": False,
        "mode": mode,
        "document": {"issuer": code, "type": "ordinary", "features": []},
        "trv_in_last_10_years": False,
    }


def ask(url: str, bodies: Sequence[dict[str, object]], *, seconds: float) -> load.Run:
    """Let every client ask about one person after the other."""
    browsers = [Browser(url, language="fr") for _ in range(CLIENTS)]

    def work(client: int, turn: int) -> None:
        answer = browsers[client].post_json(PATH, bodies[(client * 997 + turn) % len(bodies)])
        if answer.status != 200:
            raise RuntimeError(f"{PATH} answers {answer.status}: {answer.text[:300]}")

    try:
        return load.for_a_while(work, clients=CLIENTS, seconds=seconds)
    finally:
        for browser in browsers:
            browser.close()
