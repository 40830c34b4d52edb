"""The barest site there can be: one constant answer, behind the same web server as ours."""

from collections.abc import Callable, Iterable

BODY = b'{"answer":"eta_required","row":18,"asks":[],"hint":null}'
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def application(
    environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Answer every request alike, without looking at it."""
    start_response("200 OK", HEADERS)
    return [BODY]
