"""The whole journey, from finding the office to the notice, as a browser sends it."""

import re
from typing import Self
from urllib.parse import urlencode

from bench import load
from bench.browser import Browser, HttpAnswer
from bench.figures import Figure, milliseconds
from bench.measures.free_times import static_file
from bench.people import person
from bench.stage import Stage
from bench.statements import Statements

CLIENTS, TARGET = 8, 40.0
ZIP = "87102"  # Albuquerque
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MARK = re.compile(r'name="(about|seen)" value="([^"]+)"')
SERVICE_PAGE = re.compile(r'href="(/en/appointments/offices/\w+/case_question/documents/)"')
TIMES_PAGE = re.compile(r'formaction="(/en/appointments/offices/\w+/case_question/)"')
ANSWERS = re.compile(r'<form id="answers".*?</form>', re.DOTALL)
SENT = re.compile(
    r'<input type="(?:hidden"|checkbox"(?=[^>]* checked)) name="([^"]+)" value="([^"]*)"'
)
START, HOLD = "/en/appointments/", "/en/appointments/slots/{}/hold/"
DETAILS, BOOK = "/en/appointments/details/", "/en/appointments/book/"


def measure(stage: Stage) -> list[Figure]:
    slots = stage.take_slots(min(len(stage.free_slots) // 2, 20_000))
    share = len(slots) // CLIENTS

    def journey(client: int, turn: int) -> None:
        with Visitor(Browser(stage.site.url)) as visitor:
            visitor.travel(slots[client * share + turn % share], client=client, turn=turn)

    load.for_a_while(journey, clients=CLIENTS, seconds=stage.seconds(2))
    slots.reverse()
    counter = Statements(stage.link)
    with stage.measured() as usage:
        run = load.for_a_while(
            lambda client, turn: journey(client, turn + 5000),
            clients=CLIENTS,
            seconds=stage.seconds(12),
        )
    count, statements = run.operations, counter.per(run.operations)
    bare = without_us(stage)
    server = sum(usage.seconds.get(name, 0.0) for name in ("web", "database"))
    each = f"; {count / server:.0f} a second of server processor" if server else ""
    return [
        Figure(
            what=f"Whole journeys, {Visitor.PAGES} pages and {Visitor.POSTS} forms,"
            f" {CLIENTS} clients, 2 workers",
            figure=f"{run.rate:.0f} a second{each}; half within"
            f" {run.percentile(0.5) * 1000:.0f} ms, 99 % within"
            f" {run.percentile(0.99) * 1000:.0f} ms",
            statements=statements,
            processor=milliseconds(
                web=usage.milliseconds("web", count),
                database=usage.milliseconds("database", count),
                client=usage.milliseconds("client", count),
            ),
            limit=f"{bare.rate:.0f} a second: as many requests for a static file",
            ratio=run.rate / bare.rate,
            target=f"at least {TARGET:g} a second",
            met=run.rate >= TARGET,
        )
    ]


def without_us(stage: Stage) -> load.Run:
    """Return how many journeys a second there were, if each request asked for a static file."""
    path, url = static_file(stage), stage.site.url

    def requests(client: int, turn: int) -> None:
        with Browser(url) as browser:
            for _ in range(Visitor.PAGES + Visitor.POSTS):
                browser.get(path)

    return load.for_a_while(requests, clients=CLIENTS, seconds=stage.seconds(4))


class Visitor:
    """Somebody with a fresh browser: no cookie, one connection, pages packed by gzip."""

    PAGES, POSTS = 7, 4  # every redirect leads to one of the pages

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.browser.close()

    def travel(self, slot: int, *, client: int, turn: int) -> HttpAnswer:
        """Go from the first page to the notice, and return the notice."""
        self.page(START)
        office = self.form(START, {"where": "inside", "postal_code": ZIP})
        documents = self.page(link(SERVICE_PAGE, office))
        times = self.page(f"{link(TIMES_PAGE, documents)}?{urlencode(answers(documents))}")
        details = self.form(HOLD.format(slot), {"csrfmiddlewaretoken": token(times)})
        review = self.form(DETAILS, facts(details, client=client, turn=turn))
        notice = self.form(BOOK, {"csrfmiddlewaretoken": token(review), **marks(review)})
        if "PIN" not in notice.text:
            raise RuntimeError(f"The journey ended elsewhere: {notice.text[:500]}")
        return notice

    def page(self, path: str) -> HttpAnswer:
        answer = self.browser.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {answer.text[:500]}")
        return answer

    def form(self, path: str, fields: dict[str, str]) -> HttpAnswer:
        """Send a form and follow where it leads."""
        answer = self.browser.post_form(path, fields)
        if answer.status != 302:
            raise RuntimeError(f"{path} answers {answer.status}: {answer.text[-3000:]}")
        return self.page(answer.location)


def link(pattern: re.Pattern[str], answer: HttpAnswer) -> str:
    """Return the address a page offers."""
    match = pattern.search(answer.text)
    if match is None:
        raise RuntimeError(f"No link like {pattern.pattern} in {answer.text[:2000]}")
    return match[1]


def answers(documents: HttpAnswer) -> list[tuple[str, str]]:
    """Return what the form of the checklist sends when nobody touches its questions."""
    form = ANSWERS.search(documents.text)
    return SENT.findall(form[0]) if form else []


def token(answer: HttpAnswer) -> str:
    """Return what a form sends back to show that it is ours."""
    match = TOKEN.search(answer.text)
    if match is None:
        raise RuntimeError(f"No form in {answer.text[:2000]}")
    return match[1]


def marks(answer: HttpAnswer) -> dict[str, str]:
    """Return what a form says it is about."""
    return dict(MARK.findall(answer.text))


def facts(page: HttpAnswer, *, client: int, turn: int) -> dict[str, str]:
    """Return what somebody types on the page of their details."""
    client_facts = person(500 + client, turn)
    year, month, day = client_facts["date_of_birth"].split("-")
    return {
        "csrfmiddlewaretoken": token(page),
        **marks(page),
        "name": client_facts["name"],
        "phone": client_facts["phone"],
        "date_of_birth_year": year,
        "date_of_birth_month": month.lstrip("0"),
        "date_of_birth_day": day,
    }
