"""The barest site there can be: one constant answer, behind the same web server as ours."""

from collections.abc import Awaitable, Callable, Mapping

Send = Callable[[Mapping[str, object]], Awaitable[None]]

BODY = b'{"answer":"eta_required","row":18,"asks":[],"hint":null}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


async def application(scope: object, receive: object, send: Send) -> None:
    """Answer every request alike, without looking at it."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
