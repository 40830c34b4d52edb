"""Ways to see the list that are kept under a name: of one officer, or of a team."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST

from guichet.casework.models import SavedView
from guichet.casework.pages import back_to, officer_of, say_next
from guichet.casework.worklist import queries
from guichet.casework.worklist.filters import list_filter
from guichet.kernel import clock
from guichet.kernel.reading import typed_text
from guichet.staff.door.entry import may

LONGEST, MOST = 60, 30


@require_POST
@may("see_files")
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is seen under a name; the same name again takes the place of it."""
    officer = officer_of(request)
    name = " ".join(typed_text.plain(request.POST.get("name", "")).split())[:LONGEST]
    team = request.POST.get("team", "")
    choices = queries.choices(officer)
    if not name or (team and team not in {str(key) for key in choices.own_teams}):
        say_next(request, "views.name_first", kind="warning")
    elif len(choices.views) >= MOST:
        say_next(request, "views.too_many", kind="warning", most=MOST)
    else:
        query = list_filter(QueryDict(request.POST.get("query", "")[:500]).dict()).query()
        whose = {"owner_id": None if team else officer, "team_id": int(team) if team else None}
        _keep(whose, name, query)
        say_next(request, "views.kept", name=name)
    return HttpResponseRedirect(back_to(request))


def _keep(whose: dict[str, int | None], name: str, query: str) -> None:
    """Write a view under its name, in the place of one that has it already."""
    SavedView.objects.update_or_create(
        **whose,
        name=name,
        defaults={"query": query},
        create_defaults={**whose, "name": name, "query": query, "created_at": clock.now()},
    )


@require_POST
@may("see_files")
def forget_view(request: HttpRequest, view: int) -> HttpResponse:
    """Forget a view of one's own or of a team of one's own."""
    officer = officer_of(request)
    teams = queries.choices(officer).own_teams
    SavedView.objects.filter(Q(owner=officer) | Q(team__in=teams), pk=view).delete()
    return HttpResponseRedirect(back_to(request))
