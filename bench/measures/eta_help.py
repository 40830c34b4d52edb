"""What the help on a page of the form costs, in every language it is written in."""

import re
import statistics
import time
from dataclasses import dataclass

from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.bookings import expect
from bench.measures.free_times import cost, static_file
from bench.measures.journeys import TOKEN
from bench.stage import Stage, captured
from bench.statements import Statements
from guichet.applications.form import questions
from guichet.applications.form.answers import form
from guichet.eligibility.programme import ETA

SECTION = "passport"
BEGIN, PAGE = "/{}/eta/apply/", f"/{{}}/eta/apply/steps/{SECTION}/"
AID = re.compile(r'<details class="aid"')
WARM = 8


@dataclass(frozen=True)
class HelpPage:
    """What a page took, and how many fields it helps with."""

    milliseconds: float
    statements: str
    aids: int


def measure(stage: Stage) -> list[Figure]:
    count = stage.times(50)
    with stage.measured() as usage:
        pages = [of_page(stage, language, count) for language in ETA]
    microseconds, statement_count = finding()
    static = cost(stage, static_file(stage))
    middle = statistics.median(page.milliseconds for page in pages)
    requests = (count + WARM) * len(ETA)
    statement_counts, aids = {page.statements for page in pages}, {page.aids for page in pages}
    return [
        Figure(
            what=f"A page of the form with the help of {' or '.join(map(str, aids))} fields,"
            f" {len(ETA)} languages",
            figure=f"{middle:.1f} ms of clock, slowest language"
            f" {max(page.milliseconds for page in pages):.1f} ms; to find the help:"
            f" {microseconds:.0f} µs, {statement_count} statements",
            statements=" or ".join(sorted(statement_counts)),
            processor=milliseconds(
                web=usage.milliseconds("web", requests),
                database=usage.milliseconds("database", requests),
            ),
            limit=f"{static[2]:.1f} ms: a static file",
            ratio=static[2] / middle,
            target="no statement for the help, in any language",
            met=not statement_count and len(statement_counts) == 1 and min(aids) > 0,
        )
    ]


def of_page(stage: Stage, language: str, count: int) -> HelpPage:
    """Open the page again and again, as somebody who has begun an application."""
    begin, page = BEGIN.format(language), PAGE.format(language)
    with Browser(stage.site.url) as browser:
        token = TOKEN.search(browser.get(begin).text)
        assert token
        first_answer = browser.post_form(begin, {"csrfmiddlewaretoken": token[1], "who": "self"})
        expect(first_answer, 302)
        for _ in range(WARM):
            answer = browser.get(page)
            expect(answer, 200)
        counter, durations = Statements(stage.link), []
        for _ in range(count):
            start = time.perf_counter()
            answer = browser.get(page)
            durations.append((time.perf_counter() - start) * 1000)
        statements = counter.per(count)
    return HelpPage(statistics.median(durations), statements, len(AID.findall(answer.text)))


def finding() -> tuple[float, int]:
    """Return the microseconds and the statements that the help of a page takes to find."""
    fields = next(section for section in form().sections if section.key == SECTION).fields
    words, durations = questions.words(), []
    with captured() as statements:
        for language in ETA:
            for _ in range(100):
                start = time.perf_counter_ns()
                for field in fields:
                    words.help(field.key, language)
                durations.append((time.perf_counter_ns() - start) / 1000)
    return statistics.median(durations), len(statements)
