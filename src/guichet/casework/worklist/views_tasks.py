"""Taking a task, giving it back, and the same for many tasks at once."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST

from guichet.casework.pages import back_to, officer_of, say_next
from guichet.casework.worklist import actions, page, queries
from guichet.casework.worklist.actions import BACK, TAKE, Deciding, Outcome, SeenTask
from guichet.casework.worklist.filters import OFFICER, TEAM
from guichet.casework.worklist.queries import Choices
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.web.languages import of

_WHY = {
    "taken_meanwhile": "list.taken_meanwhile",
    "same_officer": "list.same_officer",
    "own_refusal": "obstacle.own_refusal",
    "may_not_decide": "list.not_for_role",
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
        actions.take(
            SeenTask(task, holder), officer=officer, deciding=_deciding(request), now=clock.now()
        )
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
    """Take, give back or assign every task that is ticked; say how many, and which stay and why."""
    officer, deed = officer_of(request), request.POST.get("deed", "")
    choices = queries.choices(officer)
    ticked = [_TICKED.fullmatch(value) for value in request.POST.getlist("task")[: page.PAGE]]
    tasks = [SeenTask(int(match[1]), int(match[2])) for match in ticked if match]
    if not tasks or deed not in _deeds(choices):
        say_next(request, "list.choose_first" if tasks else "list.tick_first", kind="warning")
        return HttpResponseRedirect(back_to(request))
    outcome = actions.change_many(
        tasks,
        deed,
        officer=officer,
        deciding=Deciding(
            officers=choices.deciding | _deciding(request), teams=choices.deciding_teams
        ),
        now=clock.now(),
    )
    _say(request, outcome)
    return HttpResponseRedirect(back_to(request))


def _deciding(request: HttpRequest) -> frozenset[int]:
    """Return the officer who presses, where they may decide."""
    return frozenset({officer_of(request)} if roles.has(request.user, "decide") else ())


def _say(request: HttpRequest, outcome: Outcome) -> None:
    """Say how many tasks changed hands, and name those that stay with the reason."""
    lines = page.left_as_they_were(outcome.left, of(request))
    say_next(
        request,
        "list.changed_part" if lines else "list.changed",
        kind="warning" if lines else "good",
        lines=lines,
        count=outcome.changed,
        left=sum(map(len, outcome.left.values())),
    )


def _deeds(choices: Choices) -> set[str]:
    people = {f"{OFFICER}-{key}" for key, _ in choices.people}
    return {TAKE, BACK, *people, *(f"{TEAM}-{key}" for key, _ in choices.teams)}
