"""What browsers report of pages that break their own rules: counted, and nothing else is kept.

Anybody may send anything here, so the names that are counted are those of the rules themselves,
a body is short, and beyond a few a second a process looks at none.
"""

import json
import time
from threading import Lock

from django.http import HttpRequest, HttpResponse, RawPostDataException, UnreadablePostError
from django.views.decorators.http import require_POST

from guichet.kernel.database import tallies

PREFIX = "csp:"
LONGEST = 16 * 1024
A_SECOND = 5  # reports that a process looks at
DIRECTIVES = {
    "base-uri",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
}
OTHER = "other"
_lock = Lock()
_second = [0, 0]  # which one, and how many came in it


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Count a report; the answer is the same whatever came."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) <= LONGEST and _has_room():
        tallies.count(f"{PREFIX}{_directive(request)}")
    return HttpResponse(status=204)


def _has_room() -> bool:
    with _lock:
        if (now := int(time.monotonic())) != _second[0]:
            _second[:] = [now, 0]
        _second[1] += 1
        return _second[1] <= A_SECOND


def _directive(request: HttpRequest) -> str:
    """Return the rule that was broken, by a name of ours."""
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError, UnreadablePostError, RawPostDataException):
        return OTHER
    report = document.get("csp-report") if isinstance(document, dict) else None
    if not isinstance(report, dict):
        return OTHER
    broken = report.get("effective-directive") or report.get("violated-directive")
    name = broken.partition(" ")[0] if isinstance(broken, str) else OTHER
    return name if name in DIRECTIVES else OTHER
