"""The officers' list: what waits, a search by number, and how much each person has."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.casework import actions
from guichet.casework.pages import go, officer_of, show
from guichet.casework.worklist import filter_form, following, page, queries, workload
from guichet.casework.worklist.filters import list_filter
from guichet.casework.worklist.page import WaitingPage
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STAFF_SEARCHES
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.web.languages import of
from guichet.web.pages.errors import wait


@require_safe
@may("see_files")
def cases(request: HttpRequest) -> HttpResponse:
    """Show what waits for an officer, what is late first; whose names were shown is noted."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@may("see_files")
def find(request: HttpRequest) -> HttpResponse:
    """Open the file or the question of a number; what is none, or mistyped, is told so."""
    if request.method != "POST":
        return go("cases")
    officer, now = officer_of(request), clock.now()
    try:
        limits.take(STAFF_SEARCHES, str(officer).encode(), now=now)
    except Obstacle as obstacle:
        return wait(request, obstacle)
    text = request.POST.get("number", "")[:100].replace("\x00", "")
    if application := queries.by_any_number(text):
        return go("case", number=application.number)
    if question := queries.enquiry_number(text):
        return go("enquiry", number=question)
    return _list(request, text=text, problem=queries.why_not_found(text), status=422)


@require_safe
@may("see_files")
def work(request: HttpRequest) -> HttpResponse:
    """Show how much each officer and each team has, by kind, and how much of it is late."""
    context = workload.context(officer_of(request), of(request), now=clock.now())
    return show(request, "workload", context)


def _list(
    request: HttpRequest, *, text: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    officer, now, language = officer_of(request), clock.now(), of(request)
    selection = list_filter(request.GET.dict())
    following.keep(request, selection)
    waiting = page.read(selection, officer=officer, now=now)
    _see(waiting, officer=officer, now=now)
    context = {
        **page.context(waiting, language, officer=officer, now=now),
        "filters_of": filter_form.selects(selection, language),
        "officer": officer,
        "may_take": roles.has(request.user, "prepare"),
        "typed": text,
        "problem": problem,
        "instead": following.list_path(request),  # of what was posted, in another language
        "digits": queries.count_digits(text),
    }
    return show(request, "list", context, status)


def _see(waiting: WaitingPage, *, officer: int, now: datetime) -> None:
    """Note once a page whose names stood on it."""
    people = [task.case.pk for task in waiting.tasks if task.case and task.family_name]
    if people:
        actions.see_names(people, officer=officer, now=now, page="list")
