"""The first page of the authorization, and "Do I need one?"."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import answer_page, asking, asking_page
from guichet.applications.access.pages import show_public
from guichet.applications.eligibility import decide
from guichet.applications.words import law, speaker, written_language
from guichet.kernel import clock
from guichet.web.forms.base import switching_language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what an authorization is, what it costs and where; show the way to the questions."""
    topics = ("enquiries", "changes")
    titles = {topic: speaker(written_language(request), topic) for topic in topics}
    return show_public(request, "home", titles)


@csrf_exempt  # It only reads: a POST is a change of language with an answer not sent yet.
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest) -> HttpResponse:
    """Ask one question after the other, as few as the table needs, and show its answer."""
    asked, now = asking.read(request.GET), clock.now()
    typed = request.POST if request.method == "POST" else None
    if typed is not None:
        switching_language(request)
    elif (query := asking.accepted(request.GET, asked)) is not None:
        return HttpResponseRedirect(request.path + query)

    language, at = written_language(request), answer_page.moment_of(asked, now=now)
    answer = decide(asking.all_facts(asked), law(), at=at)
    step = asking.next_step(request.GET, asked, answer)

    if step:
        context = asking_page.context(step, asked, request.GET, typed, at=at, language=language)
        status = 422 if context.get("error") else 200
        return show_public(request, "question", context, status)
    context = answer_page.context(asked, answer, typed, now=now, language=language)
    return show_public(request, "answer", context, 422 if context.get("error") else 200)
