"""The officers' list: what waits, a search by number, taking a task and giving it back."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.applications.enquiries import queries as enquiries
from guichet.casework import actions
from guichet.casework.pages import back_to, go, officer_of, say_next, show
from guichet.casework.worklist import page, queries
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
    """Show what waits for an officer, what is late first."""
    return _list(request)


@require_POST
@may("see_files")
def find(request: HttpRequest) -> HttpResponse:
    """Open the file of a number; one that does not check itself is told as mistyped."""
    officer, now = officer_of(request), clock.now()
    try:
        limits.take(STAFF_SEARCHES, str(officer).encode(), now=now)
    except Obstacle as obstacle:
        return wait(request, obstacle)
    text = request.POST.get("number", "")[:100]
    application = queries.by_any_number(text.replace("\x00", ""))
    if application is None:
        return _list(request, text=text, problem=queries.why_not_found(text), status=422)
    return go("case", number=application.number)


@require_POST
@may("prepare")
def take(request: HttpRequest, task: int) -> HttpResponse:
    """Take a task, unless somebody else was quicker."""
    held_by = request.POST.get("held_by", "")
    holder = int(held_by) if held_by.isdecimal() and len(held_by) < 10 else 0
    officer = officer_of(request)
    try:
        actions.take(task, officer=officer, held_by=holder or None, now=clock.now())
    except Obstacle as obstacle:
        is_own = obstacle.code == "own_refusal"
        why = "obstacle.own_refusal" if is_own else "list.taken_meanwhile"
        say_next(request, why, kind="warning")
    return HttpResponseRedirect(back_to(request))


@require_POST
@may("prepare")
def give_back(request: HttpRequest, task: int) -> HttpResponse:
    """Give a task back to everybody."""
    try:
        actions.give_back(task, officer=officer_of(request), now=clock.now())
    except Obstacle:
        say_next(request, "list.taken_meanwhile", kind="warning")
    return HttpResponseRedirect(back_to(request))


def _list(
    request: HttpRequest, *, text: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    selection = page.list_filter(request.GET.dict())
    officer = officer_of(request)
    context = {
        **page.context(selection, of(request), officer=officer, now=clock.now()),
        "enquiries": enquiries.waiting().count(),
        "officer": officer,
        "may_take": roles.has(request.user, "prepare"),
        "typed": text,
        "problem": problem,
    }
    return show(request, "list", context, status)
