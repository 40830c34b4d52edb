"""The page of a supervisor: it shows, and changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.contact.supervision import page
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.languages import of


@require_safe
@may("see_supervision")
def supervision(request: HttpRequest) -> HttpResponse:
    """Show who waits how long, who speaks with whom since when, and what is due or overdue."""
    context = page.of_now(of(request), now=clock.now())
    return pages.show(request, f"{page.TOPIC}/supervision.html", context)
