"""The first page, and what is usually settled without coming."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from guichet.web.render import page


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the two ways in, and the routine destinations at the foot."""
    return page(request, "guidance/home.html")


@require_GET
def routine(request: HttpRequest) -> HttpResponse:
    """List what is usually settled without an appointment."""
    return page(request, "guidance/routine.html")
