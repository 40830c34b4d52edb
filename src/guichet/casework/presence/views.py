"""What an open page asks by itself: who else is in the file, and what was done meanwhile."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guichet.casework.pages import show_part
from guichet.casework.presence import actions, page, queries
from guichet.casework.presence.actions import OpenFile
from guichet.staff.door.entry import may


@require_POST
@may("see_files")
def presence_in_file(request: HttpRequest, number: str) -> HttpResponse:
    """Note that an officer is still in a file, or has left it; say who else is there.

    It is no look of its own: the page that asks was noted when it was opened.
    """
    return _answer(request, number, queries.case_file(number))


@require_POST
@may("see_files")
def presence_in_question(request: HttpRequest, number: str) -> HttpResponse:
    """Do the same for the page of a question: who has it open is in the file of its case."""
    return _answer(request, number, queries.question_file(number), is_question=True)


def _answer(
    request: HttpRequest, number: str, file: OpenFile | None, *, is_question: bool = False
) -> HttpResponse:
    if file is None:
        raise Http404
    is_typing = bool(request.POST.get("typing"))
    visit = page.visit(request, file, number, is_question=is_question, is_typing=is_typing)
    if "leave" in request.POST:
        actions.leave(file, officer=visit.officer, page_at=visit.page_at)
        return HttpResponse(status=204)
    colleagues = page.meanwhile(visit, request.POST.dict())
    return show_part(request, "presence", {"colleagues": colleagues})
