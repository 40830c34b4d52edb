"""Lines that stay open: told at once, looked up once for all, over when one of the two has gone."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import pytest

from guichet.serving import streams
from guichet.serving.front import Front
from guichet.serving.streams import Streams
from guichet.serving.testing import Wire, scope_of

PATH = b"/display/MIA/stream/"


class Ear:
    """What the database would tell, told by a test."""

    def __init__(self, heard: Callable[[str], object]) -> None:
        self.hears, self.tell = True, heard

    def begin(self) -> None:
        """Nothing is to begin."""


class Stage:
    """A front that keeps lines open, on a board that a test changes."""

    def __init__(self) -> None:
        self.board: str | None = "one"
        self.looks = 0
        self.ears: list[Ear] = []
        self.front = Front(self.answer, streams=Streams(self.look, self.ear))

    def answer(self, environ: Any, start_response: Any) -> list[bytes]:
        office = environ["PATH_INFO"].split("/")[2]
        start_response("200 OK", [("Guichet-Follows", office), ("Content-Encoding", "identity")])
        return [b"data: first\n\n"]

    def look(self, name: str) -> str:
        self.looks += 1
        if self.board is None:
            raise OSError
        return f"{name} {self.board}"

    def ear(self, heard: Callable[[str], object]) -> Ear:
        self.ears.append(Ear(heard))
        return self.ears[-1]


class Screen(Wire):
    """A line whose other end is there until it hangs up."""

    def __init__(self, stage: Stage, path: bytes = PATH) -> None:
        super().__init__(stalls=True)
        self.has_gone = asyncio.Event()
        self.end = asyncio.create_task(stage.front(scope_of(path=path), self.receive, self.send))

    async def receive(self) -> Mapping[str, Any]:
        await self.has_gone.wait()
        return {"type": "http.disconnect"}

    @property
    def heard(self) -> str:
        return b"".join(message.get("body", b"") for message in self.messages).decode()

    async def hears(self, text: str) -> None:
        """Wait until a text has come."""
        async with asyncio.timeout(10):
            while text not in self.heard:
                await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing take long."""
    monkeypatch.setattr("guichet.serving.front._TIDY", 0.02)
    for name, seconds in {"BEAT": 0.3, "DEAF": 0.1, "TOGETHER": 0.01, "ENDS": 0.02}.items():
        monkeypatch.setattr(streams, name, seconds)


def run(work: Callable[[Stage], Coroutine[Any, Any, None]]) -> None:
    async def staged() -> None:
        await work(Stage())

    asyncio.run(asyncio.wait_for(staged(), 20))


def test_what_is_told_is_looked_up_once_and_comes_to_every_line_that_follows_it() -> None:
    async def work(stage: Stage) -> None:
        screens = [Screen(stage) for _ in range(5)]
        other = Screen(stage, b"/display/BOS/stream/")
        for screen in screens:
            await screen.hears("data: first")
            await screen.hears("data: MIA one")
            assert (screen.status, screen.headers) == (200, {})
        await other.hears("data: BOS one")
        looks = stage.looks
        stage.board = "two"
        stage.ears[0].tell("MIA")
        for screen in screens:
            await screen.hears("data: MIA two")
        assert (stage.looks, len(stage.ears)) == (looks + 1, 1)
        assert "two" not in other.heard
        await other.hears("event: beat")

    run(work)


def test_where_nothing_is_heard_it_looks_by_itself() -> None:
    async def work(stage: Stage) -> None:
        screen = Screen(stage)
        await screen.hears("data: MIA one")
        stage.ears[0].hears = False
        stage.board = "two"
        await screen.hears("data: MIA two")

    run(work)


def test_a_line_says_nothing_where_the_board_is_not_found_so_that_screens_notice() -> None:
    async def work(stage: Stage) -> None:
        screen = Screen(stage)
        await screen.hears("data: MIA one")
        stage.board = None
        stage.ears[0].tell("")
        while stage.looks < 3:
            await asyncio.sleep(0.01)
        beats = screen.heard.count("beat")
        await asyncio.sleep(0.7)
        assert screen.heard.count("beat") == beats
        stage.board = "two"
        await screen.hears("data: MIA two")

    run(work)


def test_a_line_ends_for_who_hangs_up_and_for_who_is_to_ask_anew() -> None:
    async def work(stage: Stage) -> None:
        first, second = Screen(stage), Screen(stage)
        await second.hears("data: MIA one")
        first.has_gone.set()
        await first.end
        stage.board = "two"
        stage.ears[0].tell("MIA")
        await second.hears("data: MIA two")
        assert "two" not in first.heard

        stage.ears[0].tell("-MIA")
        await second.end
        assert second.messages[-1] == {
            "type": "http.response.body",
            "body": b"",
            "more_body": False,
        }
        again = Screen(stage)
        await again.hears("data: MIA two")

    run(work)


def test_lines_end_with_the_node(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(stage: Stage) -> None:
        screen = Screen(stage)
        await screen.hears("data: MIA one")
        monkeypatch.setattr(streams.draining, "has_begun", lambda: True)
        await screen.end
        later = Screen(stage)
        await later.end
        assert "data: first" in later.heard

    run(work)
