"""The search of the help center: among few articles, and among 5,000 in 16 languages."""

import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.bookings import expect
from bench.stage import Stage
from bench.statements import Statements
from guichet.guidance.knowledge import actions
from guichet.kernel import clock

ARTICLES = 5_000
MOST_MILLISECONDS = 50.0
FLAT_MILLISECONDS = 20.0  # a search among many may take so much longer than one among few
# Words of every script, what nearly every article says, a letter, a sentence, and nothing at all.
SEARCHES = (
    ("passport", "en"),
    ("p", "en"),
    ("the", "en"),
    ("how do I change the number of my passport before I travel", "en"),
    ("numero de passeport", "fr"),
    ("Reisepass", "de"),
    ("護照", "zh-Hant"),
    ("パスポート", "ja"),
    ("여권", "ko"),
    ("جواز", "ar"),
    ("уведомление", "ru"),
    ("ghostword", "pl"),
)
# The same articles again and again under other names: every word is as common as it can be.
GROW = """
INSERT INTO guidance_article
  (article, language, said_in, title, version_id, programme, subject, place, terms)
SELECT article || '-' || copy, language, said_in, title, version_id, programme, subject,
       place, terms
  FROM guidance_article CROSS JOIN generate_series(2, %s) AS copy
"""


@dataclass(frozen=True)
class SearchCost:
    """What the slowest of the searches takes, by its median; and all of them together."""

    slowest: float
    middle: float
    web: float
    database: float
    statements: str


def measure(stage: Stage) -> list[Figure]:
    actions.publish(now=clock.now())
    few = cost(stage)
    row = stage.link.execute("SELECT count(DISTINCT article) FROM guidance_article").fetchone()
    assert row
    first = row[0]
    stage.say(f"      {ARTICLES:,} articles ...")
    stage.link.execute(GROW, [-(-ARTICLES // first)])
    stage.link.execute("ANALYZE guidance_article")
    many = cost(stage)
    stage.link.execute("DELETE FROM guidance_article WHERE article ~ '-[0-9]+$'")
    flat = many.slowest <= few.slowest + FLAT_MILLISECONDS
    return [
        Figure(
            what=f"A search of the help center: {first:,} / {ARTICLES:,} articles, 16 languages",
            figure=f"slowest of {len(SEARCHES)} {few.slowest:.1f} / {many.slowest:.1f} ms of clock,"
            f" median {few.middle:.1f} / {many.middle:.1f} ms",
            statements=many.statements,
            processor=milliseconds(web=many.web, database=many.database),
            limit=f"{few.slowest:.1f} ms with few",
            ratio=few.slowest / many.slowest,
            target=f"{MOST_MILLISECONDS:g} ms, flat",
            met=flat and many.slowest <= MOST_MILLISECONDS,
        )
    ]


def cost(stage: Stage) -> SearchCost:
    """Search again and again, as a program does."""
    count = stage.times(50)
    medians = []
    with Browser(stage.site.url) as browser:
        for query, language in SEARCHES:
            take(browser, query, language)
        statements = Statements(stage.link)
        with stage.measured() as usage:
            for query, language in SEARCHES:
                durations = [take(browser, query, language) for _ in range(count)]
                medians.append(statistics.median(durations))
    requests = count * len(SEARCHES)
    return SearchCost(
        slowest=max(medians),
        middle=statistics.median(medians),
        web=usage.milliseconds("web", requests) or 0.0,
        database=usage.milliseconds("database", requests) or 0.0,
        statements=statements.per(requests),
    )


def take(browser: Browser, query: str, language: str) -> float:
    """Return how many milliseconds a search takes."""
    path = f"/api/v1/knowledge/search?{urlencode({'q': query, 'lang': language})}"
    start = time.perf_counter()
    answer = browser.get(path)
    expect(answer, 200)
    return (time.perf_counter() - start) * 1000
