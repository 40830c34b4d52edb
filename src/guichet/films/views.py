"""The page of the films, and the captions of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.films import captions as written
from guichet.films import pages
from guichet.films.kept import recording_of
from guichet.films.table import TOPIC
from guichet.films.table import films as every_film
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import speaker


@require_safe
def films(request: HttpRequest) -> HttpResponse:
    """Show every film beside its written steps."""
    language = of(request)
    context = {"films": pages.shown(language), "say": speaker(language, TOPIC)}
    return page(request, "films/films.html", context, complete=ALL)


@require_safe
def captions(request: HttpRequest, film: str, recorded: str) -> HttpResponse:
    """Answer with the captions of a film in the language of the address."""
    entry = every_film().get(film)
    recording = recording_of(entry, recorded) if entry and recorded in entry.languages else None
    if entry is None or recording is None:
        raise Http404
    words = written.captions(entry, recording, of(request))
    return HttpResponse(words, content_type=written.TYPE)
