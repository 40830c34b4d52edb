"""Twenty officers press "Call the next" in the same moment, again and again."""

import re
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.test import Client

from bench import load, world
from bench.browser import Browser
from bench.figures import Figure, milliseconds
from bench.measures.free_times import static_file
from bench.stage import Stage
from bench.statements import Statements
from guichet.counter.queue import arrivals
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel import clock
from guichet.offices.models import Office, Service
from guichet.staff.testing import make_posted, sign_in_as

OFFICERS, ROUNDS, SLOWEST = 20, 15, 0.1
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TICKET = re.compile(r"\?ticket=(\d+)")


def measure(stage: Stage) -> list[Figure]:
    rounds = stage.times(ROUNDS)
    office = Office.objects.get(pk=world.OFFICE)
    admit(office, people=OFFICERS * (rounds + 1))
    desks = [Desk(stage, office.pk, sign) for sign in range(1, OFFICERS + 1)]
    try:
        tickets, latencies, text, usage = work_off(stage, desks, rounds)
        path = static_file(stage)
        _, bare = load.at_once(lambda number: desks[number].browser.get(path), clients=OFFICERS)
    finally:
        for desk in desks:
            desk.browser.close()
    slowest = load.Run(len(latencies), 0, latencies).percentile(0.99)
    twice = len(tickets) - len(set(tickets))
    return [
        Figure(
            what=f"{OFFICERS} officers call the next in the same moment, {rounds} times",
            figure=f"{len(tickets)} called, {twice} twice; p99 {slowest * 1000:.0f} ms",
            statements=text,
            processor=usage,
            limit=f"p99 {max(bare.latencies) * 1000:.0f} ms: a static file for each of them",
            ratio=max(bare.latencies) / slowest,
            target=f"nobody twice, p99 below {SLOWEST * 1000:.0f} ms",
            met=not twice and slowest < SLOWEST,
        )
    ]


def admit(office: Office, *, people: int) -> None:
    """Let so many people come without an appointment."""
    service, now = Service.objects.all()[0].pk, clock.now() - timedelta(hours=1)
    arrival = Arrival(service=service, language="en")
    for _ in range(people):
        arrivals.admit(office, arrival, actor="system", now=now)


def work_off(
    stage: Stage, desks: Sequence["Desk"], rounds: int
) -> tuple[list[int], list[float], str, str]:
    """Return the tickets that were called, how long each call took, and what calls cost."""
    tickets, latencies = list[int](), list[float]()
    web = database = 0.0
    text = ""
    for turn in range(rounds + 1):
        counter = Statements(stage.link)
        with stage.measured() as usage:
            of_round, run = load.at_once(lambda number: desks[number].call(), clients=OFFICERS)
        text = counter.per(OFFICERS)
        if turn:  # the first round warms connections and plans
            tickets += of_round
            latencies += run.latencies
            web += usage.milliseconds("web", OFFICERS) or 0.0
            database += usage.milliseconds("database", OFFICERS) or 0.0
        for desk, ticket in zip(desks, of_round, strict=True):
            desk.serve(ticket)
    return tickets, latencies, text, milliseconds(web=web / rounds, database=database / rounds)


class Desk:
    """An officer at a desk of their own, with the page open."""

    def __init__(self, stage: Stage, office: str, sign: int) -> None:
        client, self.sign = Client(), str(sign)
        sign_in_as(client, make_posted(office, "counter_officer", name=f"bench-desk-{sign}"))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.path, self.browser = f"/staff/desk/{office}/", Browser(stage.site.url)
        self.browser.cookies[settings.SESSION_COOKIE_NAME.encode()] = session.encode()
        token = TOKEN.search(self.browser.get(self.path).text)
        assert token
        self.token = token[1]

    def press(self, deed: str, **fields: str) -> int:
        """Press a button, and return the ticket that it was about."""
        self.browser.close()  # nobody knows how long the last press is ago
        form = {"csrfmiddlewaretoken": self.token, **fields}
        answer = self.browser.post_form(f"{self.path}{deed}/", form)
        ticket = TICKET.search(answer.location)
        if answer.status != HTTPStatus.SEE_OTHER or not ticket:
            raise RuntimeError(f"{deed} answers {answer.status}: {answer.text[:300]}")
        return int(ticket[1])

    def call(self) -> int:
        """Call the next, and return their ticket."""
        return self.press("call", desk=self.sign)

    def serve(self, ticket: int) -> None:
        """Serve somebody in no time, so that the desk is free again."""
        for deed in ("start", "finish"):
            self.press(f"tickets/{ticket}/{deed}")
