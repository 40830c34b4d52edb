"""What stands beside what a line follows is told while nothing can be looked up, and told once."""

import asyncio

from guichet.serving.streams import _Subject


async def _pieces() -> list[bytes | None]:
    subject, stream = _Subject(look=lambda: asyncio.sleep(0)), asyncio.Queue[bytes | None]()
    subject.join(stream)
    for text in ("", "1", "1", "2"):
        subject.tell_beside(text)
    return [stream.get_nowait() for _ in range(stream.qsize())]


def test_a_line_that_is_open_is_told_once() -> None:
    pieces = asyncio.run(_pieces())
    assert pieces == [b"event: notices\ndata: 1\n\n", b"event: notices\ndata: 2\n\n"]
