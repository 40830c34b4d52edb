"""Papers of a file: whole, the small picture of one, and its pages as pictures."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guichet.applications.models import Paper
from guichet.applications.papers import serving
from guichet.applications.papers.workshop.order import Unfinished
from guichet.casework import actions
from guichet.casework.file import papers_page
from guichet.casework.pages import officer_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.door.entry import may

TRY_AGAIN_AFTER = "5"  # seconds


@require_safe
@may("see_files")
def paper(request: HttpRequest, number: str, paper: int) -> HttpResponse:
    """Show a paper that was handed in; it can do nothing in the browser."""
    return _served(request, number, paper, serving.whole, page="paper")


@require_safe
@may("see_files")
def paper_picture(request: HttpRequest, number: str, paper: int) -> HttpResponse:
    """Show the small picture of the first page of a paper."""
    return _served(request, number, paper, serving.picture, page="picture")


@require_safe
@may("see_files")
def paper_page(request: HttpRequest, number: str, paper: int, page: int, zoom: int) -> HttpResponse:
    """Show a page of a paper as a picture, as wide as it is read."""
    width = papers_page.WIDTHS.get(zoom)
    if width is None:
        raise Http404

    def serve(stored_paper: Paper) -> HttpResponse:
        return serving.page(stored_paper, page, width=width)

    return _served(request, number, paper, serve, page="paper", leaf=page)


def _served(
    request: HttpRequest,
    number: str,
    pk: int,
    serve: Callable[[Paper], HttpResponse],
    **facts: object,
) -> HttpResponse:
    """Answer with what is made of a paper, and note the look at it."""
    handed_in = Paper.objects.filter(pk=pk, application__number=number, state="handed_in")
    stored_paper = get_object_or_404(handed_in)
    try:
        response = serve(serving.clean(stored_paper.pk))
    except Unfinished:
        return HttpResponse(status=503, headers={"Retry-After": TRY_AGAIN_AFTER})
    except Obstacle as obstacle:
        raise Http404 from obstacle
    officer, now, case = officer_of(request), clock.now(), stored_paper.application_id
    actions.see(case, officer=officer, now=now, paper=stored_paper.pk, **facts)
    return response
