"""Somebody at a kiosk has a question: what it is about, then the scenario that answers it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.counter.kiosk import helping, stays
from guichet.counter.kiosk.door import Here, go, with_stay
from guichet.counter.kiosk.page import show, square_at
from guichet.eligibility.programme import NAME as ETA
from guichet.guidance.player import counting
from guichet.guidance.player.pages import place_of
from guichet.guidance.scenarios.rules import Place
from guichet.guidance.scenarios.steps import action_of, words_of
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.words import TOPIC as OF_SCENARIOS
from guichet.web.words import speaker


@require_safe
@with_stay
def help_topics(request: HttpRequest, here: Here) -> HttpResponse:
    """Ask what it is about, by group: a finger finds one of eight sooner than one of forty."""
    say = speaker(here.stay.language, OF_SCENARIOS)
    groups = [(group, say(f"group.{group}")) for group in helping.groups(here.now)]
    return show(request, here, "topics", {"groups": groups})


@require_safe
@with_stay
def help_matters(request: HttpRequest, here: Here, group: str) -> HttpResponse:
    """List the scenarios of a group, under the name of each programme where there are two."""
    programmes = helping.scenarios(group, here.now)
    if not programmes:
        raise Http404
    language = here.stay.language
    say = speaker(language, OF_SCENARIOS)
    lists = [
        (
            say("group.about_eta" if programme == ETA else "group.office"),
            [(version.name, *helping.heading(version, language)) for version in versions],
        )
        for programme, versions in programmes.items()
    ]
    return show(request, here, "matters", {"title": say(f"group.{group}"), "lists": lists})


@require_http_methods(["GET", "HEAD", "POST"])
@with_stay
def help_step(request: HttpRequest, here: Here, scenario: str) -> HttpResponse:
    """Ask a question of a scenario, or say its outcome. The answers lie in the stay alone."""
    version = helping.scenario(scenario, here.now)
    if version is None:
        raise Http404
    answers = stays.answers_of(here.stay, scenario)
    if request.method != "POST":
        return _step(request, here, version, () if "again" in request.GET else answers)
    code, is_back = request.POST.get("answer", ""), "back" in request.POST
    if not is_back and not place_of(version, (*answers, code))[1]:
        return _step(request, here, version, answers, status=422)
    answers = answers[:-1] if is_back else (*answers, code)
    response = go("help_step", scenario=scenario)
    stays.keep(response, stays.with_answers(here.stay, scenario, answers))
    return response


def _step(
    request: HttpRequest, here: Here, version: Version, answers: stays.Answers, *, status: int = 200
) -> HttpResponse:
    place, language = place_of(version, answers)[0], here.stay.language
    is_outcome = place.step in version.tree.outcomes
    action = action_of(version, place.step, language) if is_outcome else None
    _count(request, version, place, language)
    context = {
        "scenario": version.name,
        "group": version.tree.group,
        "heading": helping.heading(version, language)[0],
        "words": words_of(version, place.step, helping.CHANNEL, language),
        "is_outcome": is_outcome,
        "answers": place.answers,
        "action": speaker(language, OF_SCENARIOS)(f"action.{action.code}") if action else "",
        "square": square_at(action.url) if action else "",
    }
    response = show(request, here, "help", context, status)
    stays.keep(response, stays.with_answers(here.stay, version.name, place.answers))
    return response


def _count(request: HttpRequest, version: Version, place: Place, language: str) -> None:
    if request.method == "GET":
        counting.note(version, place, channel=helping.CHANNEL, language=language)
