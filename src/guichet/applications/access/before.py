"""On a shared computer nobody opens an application beside another's without being asked first."""

from django.http import HttpRequest

from guichet.applications.access.handles import Visit
from guichet.applications.models import Application
from guichet.kernel import clock
from guichet.kernel.guarding import guesses
from guichet.web import visits

FIELD = "before"
FINISHED, TOGETHER = "finished", "together"


def asks(request: HttpRequest, visit: Visit) -> bool:
    """Tell whether the page has to ask if the person before has finished."""
    return visits.on_shared_computer(request) and bool(visit.openings)


def is_answered(request: HttpRequest, visit: Visit) -> bool:
    """Tell whether a second application may be opened: nobody was here, or it was answered."""
    return not asks(request, visit) or choice(request) in {FINISHED, TOGETHER}


def choice(request: HttpRequest) -> str:
    """Return what was chosen."""
    return str(request.POST.get(FIELD, ""))


def open_next(
    request: HttpRequest, visit: Visit, application: Application, *, handle: str = ""
) -> None:
    """Open an application, and close all others where their person has finished."""
    if asks(request, visit) and choice(request) == FINISHED:
        visits.end(request, now=clock.now())
        visit.close_all()
    visit.open(application, handle=handle)
    guesses.note_opened(request, application.number)
