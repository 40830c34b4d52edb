"""What an open page of a case asks by itself: who else is in it, and what was done meanwhile."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guichet.casework.file import deed_page, queries
from guichet.casework.pages import officer_of, show_part
from guichet.casework.presence import actions as presence
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.web.languages import of


@require_POST
@may("see_files")
def presence_in_file(request: HttpRequest, number: str) -> HttpResponse:
    """Note that an officer is still in a file, or has left it; say who else is there.

    It is no look of its own: the page that asks was noted when it was opened.
    """
    pk = queries.key_of(number)
    if pk is None:
        raise Http404
    officer, now = officer_of(request), clock.now()
    if "leave" in request.POST:
        presence.leave(pk, officer=officer)
        return HttpResponse(status=204)
    last_seen = queries.change_read(request.POST.get("seen", ""))
    is_told = last_seen is not None
    context = {
        "number_of": number,
        "readers": presence.come(pk, officer=officer, now=now, is_live=True),
        "meanwhile": deed_page.events_since(pk, last_seen or 0, of(request)) if is_told else [],
    }
    return show_part(request, "presence", context)
