"""Two hundred screens follow the calls of an office, while one is called every few seconds."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client

from bench import world
from bench.figures import Figure
from bench.measures.calls import admit
from bench.processor import Usage
from bench.stage import Stage
from guichet.counter.queue import actions
from guichet.counter.testing import make_counter_officer
from guichet.devices.holding import COOKIE
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.offices.models import Office

DISPLAYS, SECONDS, EVERY = 200, 40.0, 4.0
SHARE, WITHIN = 0.05, 2.0  # of one core; seconds
HEAD = "GET /display/{office}/stream/ HTTP/1.1\r\nHost: {host}\r\nCookie: {name}={token}\r\n\r\n"


@dataclass
class Screens:
    """Open lines, and when each of them heard of each call."""

    readers: list[asyncio.StreamReader] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    heard: dict[int, list[float]] = field(default_factory=dict)

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Note when the newest call of a board came; what follows it is older."""
        while line := await reader.readline():
            if b'"called":[{' in line and line.startswith(b"data:"):
                number = int(line.split(b'"number":', 1)[1].split(b",", 1)[0])
                self.heard.setdefault(number, []).append(time.monotonic())


def measure(stage: Stage) -> list[Figure]:
    office, seconds = Office.objects.get(pk=world.OFFICE), stage.seconds(SECONDS)
    admit(office, people=int(seconds / EVERY) + 2)
    tokens = [token_at(office) for _ in range(DISPLAYS)]
    screens = Screens()
    usage, calls = asyncio.run(follow(stage, office, tokens, screens, seconds))
    late = [max(screens.heard.get(number, [0.0])) - at for number, at in calls]
    everywhere = all(len(screens.heard.get(number, [])) == DISPLAYS for number, _at in calls)
    share = usage.seconds.get("web", 0.0) / usage.wall
    return [
        Figure(
            what=f"{DISPLAYS} displays follow an office that calls every {EVERY:.0f} s",
            figure=f"{share:.1%} of a core; the last screen has a call after {max(late):.2f} s",
            processor=f"database {usage.seconds.get('database', 0.0) / usage.wall:.1%} of a core",
            target=f"below {SHARE:.0%} of a core, within {WITHIN:.0f} s, on every screen",
            met=share < SHARE and max(late) < WITHIN and everywhere,
        )
    ]


def token_at(office: Office) -> str:
    client = Client()
    make_device(office.pk, client=client, now=clock.now())
    return client.cookies[COOKIE].value


async def follow(
    stage: Stage, office: Office, tokens: Sequence[str], screens: Screens, seconds: float
) -> tuple[Usage, list[tuple[int, float]]]:
    """Return what the site took meanwhile, and when each number was called."""
    address = urlsplit(stage.site.url)
    for token in tokens:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        head = HEAD.format(office=office.pk, host=address.netloc, name=COOKIE, token=token)
        writer.write(head.encode())
        screens.readers.append(reader)
        screens.writers.append(writer)
    listening = [asyncio.create_task(screens.listen(reader)) for reader in screens.readers]
    await asyncio.sleep(5.0)
    calls = []
    with stage.measured() as usage:
        for desk in range(int(seconds / EVERY)):
            calls.append(await asyncio.to_thread(call, office, str(desk + 100)))
            await asyncio.sleep(EVERY)
    for task, writer in zip(listening, screens.writers, strict=True):
        task.cancel()
        writer.close()
    return usage, calls


def call(office: Office, desk: str) -> tuple[int, float]:
    """Call the next to a desk of their own; return the number, and when that was committed."""
    ticket = actions.call_next(office, desk=desk, officer=make_counter_officer(), now=clock.now())
    at = time.monotonic()
    connection.close()
    assert ticket
    return ticket.number, at
