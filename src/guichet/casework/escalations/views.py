"""An officer says what was done about what an agent handed up."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from guichet.applications import numbers
from guichet.applications.form.answers import name_of
from guichet.applications.models import OfficerTask
from guichet.casework import actions as casework
from guichet.casework.escalations import actions
from guichet.casework.escalations.panel import entries_of
from guichet.casework.notes import queries
from guichet.casework.notes.forms import NoteForm
from guichet.casework.pages import officer_of, say_next, show
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of


@keeping.brings_back
@require_http_methods(["GET", "POST"])
@may("prepare")
def settle_escalation(request: HttpRequest, number: str, about: int) -> HttpResponse:
    """Write what was done: the task leaves the list, and what was promised is kept."""
    tasks = OfficerTask.objects.filter(about__number=number, kind=actions.ESCALATION)
    task = get_object_or_404(tasks.select_related("about"), pk=about)
    officer, again = officer_of(request), keeping.again(request)
    casework.see(task.about_id or 0, officer=officer, now=clock.now(), page="escalation")
    form_data = request.POST if request.method == "POST" else again
    form = NoteForm(form_data, language=of(request), colleagues=queries.colleagues())
    if request.method != "POST" or again is not None:
        return _page(request, task, form.unchecked() if form.is_bound else form)
    if not form.is_valid():
        return _page(request, task, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _settled(request, task, form)


def _settled(request: HttpRequest, task: OfficerTask, form: NoteForm) -> HttpResponse:
    assert task.about
    is_done = actions.settle(
        task.pk,
        task.about,
        form.cleaned_data["words"],
        colleagues=form.named(),
        once=form.mark,
        officer=officer_of(request),
        now=clock.now(),
    )
    if not is_done:
        return _page(request, task, form, hinders=True, status=HTTPStatus.CONFLICT)
    say_next(request, "done.settle_escalation")
    return HttpResponseRedirect(address("staff:case", DEFAULT, number=task.about.number))


def _page(
    request: HttpRequest,
    task: OfficerTask,
    form: NoteForm,
    *,
    hinders: bool = False,
    status: int = 200,
) -> HttpResponse:
    case = task.about
    assert case
    context = {
        "form": form,
        "number_of": case.number,
        "shown": numbers.for_people(case.number),
        "name": name_of(case.answers),
        "contacts": list(entries_of(task, of(request))),
        "hinders": hinders,
    }
    return show(request, "escalation", context, status)
