"""A note for colleagues: written on a page of its own, read in the file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from guichet.applications import numbers
from guichet.applications import queries as applications
from guichet.applications.form.answers import name_of
from guichet.applications.models import Application, OfficerTask
from guichet.casework import actions, events
from guichet.casework.notes import actions as notes
from guichet.casework.notes import queries
from guichet.casework.notes.forms import NoteForm
from guichet.casework.pages import officer_of, say_next, show
from guichet.casework.presence import page as presence
from guichet.casework.presence.actions import OpenFile
from guichet.casework.worklist import following
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of

NEXT = "next"


@keeping.brings_back
@require_http_methods(["GET", "POST"])
@may("prepare")
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note into a file; whoever is named in it has a task."""
    application = applications.by_number(number)
    if application is None:
        raise Http404
    officer, now = officer_of(request), clock.now()
    actions.see(application.pk, officer=officer, now=now, page="note")
    again = keeping.again(request)
    form_data = request.POST if request.method == "POST" else again
    form = NoteForm(form_data, language=of(request), colleagues=queries.colleagues())
    if request.method != "POST" or again is not None:
        return _page(request, application, form.unchecked() if form.is_bound else form)
    if not form.is_valid():
        return _page(request, application, form, status=422)
    text = form.cleaned_data["words"]
    notes.write(
        application, text, colleagues=form.named(), once=form.mark, officer=officer, now=now
    )
    say_next(request, "done.note")
    return _to_notes(number)


@require_POST
@may("prepare")
def read_note(request: HttpRequest, number: str, about: int) -> HttpResponse:
    """Take a mention off one's own list; then back to the notes, or to what comes next there."""
    task = get_object_or_404(OfficerTask.objects.filter(about__number=number), pk=about)
    officer, now = officer_of(request), clock.now()
    is_read = notes.read(task.pk, task.about_id or 0, officer=officer, now=now)
    if not (is_read or task.done_at):
        say_next(request, "list.taken_meanwhile", kind="warning")
        return _to_notes(number)
    if request.POST.get("step") != NEXT:
        say_next(request, "done.read_note")
        return _to_notes(number)
    say_next(request, "done.read_note", of=number, printed=numbers.for_people(number))
    return HttpResponseRedirect(
        following.path_after(request, task.about_id, officer=officer, now=now)
    )


def _page(
    request: HttpRequest, application: Application, form: NoteForm, status: int = 200
) -> HttpResponse:
    file = OpenFile("application", application.pk)
    visit = presence.visit(request, file, application.number, is_typing=True)
    context = {
        "colleagues": presence.on_page(visit, last_change=events.last_change(application.pk)),
        "form": form,
        "number_of": application.number,
        "shown": numbers.for_people(application.number),
        "name": name_of(application.answers),
        "notes": queries.of_case(application),
    }
    return show(request, "note", context, status)


def _to_notes(number: str) -> HttpResponse:
    return HttpResponseRedirect(address("staff:case", DEFAULT, number=number) + "#notes")
