"""Begin an application from the page of another, and go on with the new one."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from guichet.applications.access.handles import visit_of
from guichet.applications.access.pages import go
from guichet.applications.apply.starting import NewApplication
from guichet.kernel.obstacles import Obstacle
from guichet.web.pages.errors import wait


def begin_from_page(
    request: HttpRequest, start: Callable[[], NewApplication], *, now: datetime
) -> HttpResponse:
    """Begin an application from the page of another, and go on with the new one."""
    try:
        draft = start()
    except Obstacle as flood:
        return wait(request, flood)
    visit = visit_of(request, now=now)
    visit.open(draft.application)
    return visit.keep(go(request, "number", query="still" if draft.still_empty else ""))
