"""Report a problem or an error on a page: boxes, a few words, a preview, thanks."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.feedback import actions
from guichet.feedback.forms import TOPIC, ReportForm
from guichet.feedback.rules import scrubbed
from guichet.feedback.titles import title_of
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import network_key
from guichet.kernel.guarding.table import REPORTS
from guichet.kernel.obstacles import Obstacle
from guichet.release import version
from guichet.web.addresses.naming import named
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import ALL, of
from guichet.web.pages.errors import wait
from guichet.web.pages.render import page
from guichet.web.words import speaker


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong on a page; show a text as it will be sent before it is."""
    if request.method != "POST":
        return _show(request, "form", form=ReportForm(language=of(request)))
    form = ReportForm(request.POST, language=of(request))
    if switching_language(request):
        initial = typed_again(request) | {"reason": request.POST.getlist("reason")}
        return _show(request, "form", form=ReportForm(initial=initial, language=of(request)))
    if request.POST.get("does") == "change":
        return _show(request, "form", form=form.unchecked())
    if not form.is_valid():
        return _show(request, "form", form=form, status=422)
    words = form.cleaned_data["text"]
    if words and request.POST.get("does") != "send":
        return _show(request, "preview", form=form, text=scrubbed(words), words=words)
    return _sent(request, form)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank whoever reported something, and say where one can ask."""
    return _show(request, "thanks")


def _sent(request: HttpRequest, form: ReportForm) -> HttpResponse:
    name, now = _page_named(request), clock.now()
    try:
        limits.take(REPORTS, network_key(request), now=now)
    except Obstacle as obstacle:
        return wait(request, obstacle)
    actions.send(
        name,
        reasons=form.cleaned_data["reason"],
        text=form.cleaned_data["text"],
        language=of(request),
        release=version(),
        now=now,
    )
    path = f"{address('feedback:thanks', of(request))}?{urlencode({'page': name})}"
    return HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER)


def _page_named(request: HttpRequest) -> str:
    return named(request.POST.get("page", "") or request.GET.get("page", ""))


def _show(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    language, name = of(request), _page_named(request)
    values = {
        **context,
        "says": speaker(language, TOPIC),
        "about": name,
        "about_title": title_of(name, language),
        "back": f"/{language}{name}" if name and "*" not in name else "",
    }
    return page(request, f"feedback/{template}.html", values, status, complete=ALL)
