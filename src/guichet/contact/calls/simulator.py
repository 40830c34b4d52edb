"""A telephone system that is none: it calls the API over HTTP, repeats itself, and mixes up.

Nobody's number is dialed: the numbers are those that are kept for films and books.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATH = "/api/v1/telephony/calls"
MOST = 500  # calls of one run
PATIENCE = 10  # seconds for one answer
_NUMBERS = ("+120255501{:02}", "+33199001{:03}", "+6149157015{:01}")  # of nobody
_REPEATED, _MISSED, _TURNED = 0.2, 0.25, 0.3  # how often, of 1
_MENU = ("status", "papers", "fee", "")


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of a call: where it is sent, and the body."""

    path: str
    body: dict[str, object]


@dataclass(slots=True)
class Report:
    """What came of a run: how often each status was answered, and what was refused."""

    statuses: dict[int, int] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    calls: int = 0
    missed: int = 0

    def note(self, status: int, event: Event, answer: str) -> None:
        """Count an answer."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 400:
            self.refusals.append(f"{event.path.removeprefix(PATH) or '/'}: {status} {answer[:200]}")


def events_of(
    name: str, number: str, agents: Sequence[str], languages: Sequence[str], chance: random.Random
) -> list[Event]:
    """Return what is told of one call: some twice, some in another order, some without answer."""
    began: dict[str, object] = {"id": name, "number": number, "language": chance.choice(languages)}
    events = [Event(PATH, began | {"menu": chance.choice(_MENU)})]
    if agents and chance.random() > _MISSED:
        events.append(Event(f"{PATH}/{name}/answered", {"agent": chance.choice(agents)}))
        if len(agents) > 1 and chance.random() < _REPEATED:
            to = chance.choice(agents)
            events.append(Event(f"{PATH}/{name}/transferred", {"to": to}))
            events.append(Event(f"{PATH}/{name}/answered", {"agent": to}))
    events.append(Event(f"{PATH}/{name}/ended", {}))
    events += [event for event in events if chance.random() < _REPEATED]
    if chance.random() < _TURNED:
        chance.shuffle(events)
    return events


def play(
    calls: int,
    *,
    url: str,
    key: str,
    agents: Sequence[str],
    languages: Sequence[str],
    chance: random.Random,
    pause: Callable[[], None],
) -> Report:
    """Tell of so many calls, mixed with each other; stop at the first that nobody answers at all.

    Raises URLError where nothing listens at the address.
    """
    report, run = Report(calls=calls), f"{chance.getrandbits(40):x}"
    scripts = []
    for number in range(calls):
        caller = chance.choice(_NUMBERS).format(chance.randrange(10))
        scripts.append(events_of(f"{run}-{number}", caller, agents, languages, chance))
    report.missed = sum(not any("/answered" in event.path for event in each) for each in scripts)
    for event in _mixed(scripts, chance):
        report.note(*_told(url, key, event))
        pause()
    return report


def _mixed(scripts: list[list[Event]], chance: random.Random) -> Iterator[Event]:
    """Yield the events of all calls, each call's in its order, as a busy hour has them."""
    waiting = [iter(script) for script in scripts]
    for _ in count():
        if not waiting:
            return
        script = chance.choice(waiting[:8])  # so many lines there are
        event = next(script, None)
        if event is None:
            waiting.remove(script)
        else:
            yield event


def _told(url: str, key: str, event: Event) -> tuple[int, Event, str]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps(event.body).encode()
    request = Request(f"{url}{event.path}", body, headers, method="POST")  # noqa: S310  our own
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, event, ""
    except HTTPError as error:
        return error.code, event, error.read().decode(errors="replace")
