"""A person's file as an officer opens it, with thirty papers and forty letters in it."""

from django.conf import settings
from django.test import Client

from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.work_list import all_statements
from bench.stage import Stage
from bench.statements import Statements
from guichet.casework.testing import make_thick
from guichet.kernel import clock
from guichet.staff.testing import sign_in

PAPERS, LETTERS = 30, 40
MOST_STATEMENTS, MOST_MILLISECONDS = 12, 40.0


def measure(stage: Stage) -> list[Figure]:
    client = Client()
    sign_in(client, "deciding_officer", name="bench-file-officer")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    case = make_thick(8_000_003, papers=PAPERS, letters=LETTERS, now=clock.now())
    path = f"/staff/cases/{case.number}/"
    browser = stage.browsers(1)[0]
    browser.cookies[settings.SESSION_COOKIE_NAME.encode()] = session.encode()
    try:
        for _ in range(10):
            look(browser, path)
        count = stage.times(100)
        statements = Statements(stage.link)
        with stage.measured() as usage:
            for _ in range(count):
                look(browser, path)
    finally:
        browser.close()
    # Once in half a minute a page notes that the session was seen: one more, on one of many pages.
    page = round(all_statements(statements.list(), count))
    web, database = (usage.milliseconds(name, count) or 0.0 for name in ("web", "database"))
    return [
        Figure(
            what=f"An officer's file with {PAPERS} papers and {LETTERS} letters",
            figure=f"{web + database:.1f} ms of processor, {page} statements",
            statements=statements.per(count),
            processor=milliseconds(web=web, database=database),
            target=f"at most {MOST_STATEMENTS} statements and {MOST_MILLISECONDS:g} ms",
            met=page <= MOST_STATEMENTS and web + database <= MOST_MILLISECONDS,
        )
    ]


def look(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    if answer.status != 200 or answer.text.count("data-paper=") != PAPERS:
        raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:300]}")
