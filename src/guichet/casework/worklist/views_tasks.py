"""Taking a task, giving it back, and the same for many tasks at once."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST

from guichet.casework.pages import back_to, officer_of, say_next
from guichet.casework.worklist import actions, page, queries
from guichet.casework.worklist.actions import BACK, TAKE, SeenTask
from guichet.casework.worklist.filters import OFFICER, TEAM
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.door.entry import may

_WHY = {
    "taken_meanwhile": "list.taken_meanwhile",
    "same_officer": "list.same_officer",
    "own_refusal": "obstacle.own_refusal",
}
_TICKED = re.compile(r"([1-9][0-9]{0,17})-([0-9]{1,9})")


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
        say_next(request, _WHY[obstacle.code], kind="warning")
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


@require_POST
@may("prepare")
def give_many(request: HttpRequest) -> HttpResponse:
    """Take, give back or assign every task that is ticked, and say how many it were."""
    officer, deed = officer_of(request), request.POST.get("deed", "")
    ticked = [_TICKED.fullmatch(value) for value in request.POST.getlist("task")[: page.PAGE]]
    tasks = [SeenTask(int(match[1]), int(match[2])) for match in ticked if match]
    if not tasks or deed not in _deeds(officer):
        say_next(request, "list.choose_first" if tasks else "list.tick_first", kind="warning")
        return HttpResponseRedirect(back_to(request))
    outcome = actions.change_many(tasks, deed, officer=officer, now=clock.now())
    key = "list.changed_part" if outcome.left else "list.changed"
    kind = "warning" if outcome.left else "good"
    say_next(request, key, kind=kind, count=outcome.changed, left=outcome.left)
    return HttpResponseRedirect(back_to(request))


def _deeds(officer: int) -> set[str]:
    choices = queries.choices(officer)
    people = {f"{OFFICER}-{key}" for key, _ in choices.people}
    return {TAKE, BACK, *people, *(f"{TEAM}-{key}" for key, _ in choices.teams)}
