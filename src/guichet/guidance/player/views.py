"""What do you need? A list of matters, and a few questions to the answer or to a person."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.guidance.centres import table
from guichet.guidance.player import counting, figures, pages, visit
from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.words import TOPIC
from guichet.kernel import clock
from guichet.web import visits
from guichet.web.forms.base import switching_language
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import speaker


@require_safe
def need(request: HttpRequest) -> HttpResponse:
    """Show what somebody may need, by group, and the ways to a person."""
    language, now = of(request), clock.now()
    context = {
        "groups": pages.matters(language, now=now),
        "routine": pages.routine(language, now=now),
        "persons": pages.persons(language),
        "figures": list(figures.told(language, now=now)),
        "has_centres": bool(table.centres()),
        "ways": speaker(language, "ways"),
    }
    return _show(request, "need", context)


@require_safe
def step(request: HttpRequest, scenario: str, answers: str) -> HttpResponse:
    """Show where the answers of the address lead in a scenario that tells of nobody."""
    version = _version(scenario)
    if version.tree.private:
        raise Http404
    return _step(request, version, answers.split("/"))


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """Begin a scenario; in a private one go on from what this visit has answered."""
    version = _version(scenario)
    if not version.tree.private:
        return _step(request, version, ())
    if request.method == "POST" and not switching_language(request):
        return _answer(request, version)
    answers = visit.answers_of(request, scenario)
    response = _step(request, version, answers[: _length(request, len(answers))])
    visits.make_private(response)
    return response


def _answer(request: HttpRequest, version: Version) -> HttpResponse:
    """Keep an answer that was pressed, and go on; what was not one is said beside the question."""
    before = visit.answers_in_form(request, version.name)
    code = request.POST.get("answer", "")
    if before is None or not pages.place_of(version, (*before, code))[1]:
        response = _step(request, version, before or (), error="no_choice" if code else "choose")
        visits.make_private(response)
        return response
    response = HttpResponseRedirect(pages.url_of(version, (), of(request)))
    visit.keep_answers(request, response, version.name, (*before, code))
    return response


def _step(
    request: HttpRequest, version: Version, answers: tuple[str, ...] | list[str], error: str = ""
) -> HttpResponse:
    place, is_whole = pages.place_of(version, answers)
    if is_whole and counting.is_somebody(request, is_private=version.tree.private):
        counting.note(version, place, channel=pages.CHANNEL, language=of(request))
    context = pages.context(version, place, of(request))
    status = 422 if error else 200 if is_whole else 404
    return _show(request, "step", {**context, "error": error, "is_whole": is_whole}, status)


def _length(request: HttpRequest, most: int) -> int:
    """Return how many answers come before the step that an address asks for; all by default."""
    number = request.GET.get("step", "")
    return min(int(number) - 1, most) if number in {"1", "2", "3", "4"} else most


def _version(name: str) -> Version:
    version = queries.current(name, now=clock.now())
    if version is None or pages.CHANNEL not in version.tree.channels:
        raise Http404
    return version


def _show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    words = {"say": speaker(of(request), TOPIC)}
    return page(request, f"guidance/{template}.html", {**words, **context}, status, complete=ALL)
