""" "Do I need one?": as few questions as the table needs, and its answer."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guichet.eligibility.asking import answer_page, question_page, questions
from guichet.eligibility.content import law
from guichet.eligibility.pages import show_public
from guichet.eligibility.programme import written_language
from guichet.eligibility.rules import decide
from guichet.kernel import clock
from guichet.web.forms.base import switching_language


@csrf_exempt  # It only reads: a POST is a change of language with an answer not sent yet.
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest) -> HttpResponse:
    """Ask one question after the other, as few as the table needs, and show its answer."""
    traveler, now = questions.read(request.GET), clock.now()
    form = request.POST if request.method == "POST" else None
    if form is not None:
        switching_language(request)
    elif (query := questions.accepted(request.GET, traveler)) is not None:
        return HttpResponseRedirect(request.path + query)

    language, at = written_language(request), answer_page.moment_of(traveler, now=now)
    answer = decide(questions.all_facts(traveler), law(), at=at)
    step = questions.question_to_ask(request.GET, traveler, answer, at=at)

    if step:
        context = question_page.context(step, traveler, request.GET, form, at=at, language=language)
        status = 422 if context.get("error") else 200
        return show_public(request, "eligibility/question", context, status)
    context = answer_page.context(traveler, answer, form, now=now, language=language)
    return show_public(request, "eligibility/answer", context, 422 if context.get("error") else 200)
