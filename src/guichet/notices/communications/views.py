"""Web notices as who writes and publishes them sees them: all of them, one, and its deeds."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.notices import actions, queries, rules
from guichet.notices.communications import page
from guichet.notices.communications.forms import NoticeForm, StartForm, filled, texts_of
from guichet.notices.drafts import ready
from guichet.notices.numbers import deed_id, new_id
from guichet.notices.sentences import TOPIC, said
from guichet.notices.values import Deed, Notice, Words
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import DEFAULT, of

MAY = "tell_everyone"
NOT_SHOWN = -1  # no version: what a page has not shown is not published


@require_safe
@may(MAY)
def web_notices(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, what is in force, and what ended lately."""
    context = page.all_of(of(request), now=clock.now())
    return pages.show(request, "communications/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(MAY)
def write(request: HttpRequest) -> HttpResponse:
    """Write a notice, from a ready-made one with its blanks filled in or from nothing."""
    if request.method == "POST":
        return _written(request, None)
    language = of(request)
    start = StartForm(request.GET or None, language=language, ready=ready.titles(language))
    initial = {"severity": "moderate", "scope": "site", "kind": "other"}
    if start.is_valid() and start.cleaned_data["like"]:
        initial |= _beginning(start.cleaned_data)
    return _form_page(request, NoticeForm(initial=initial, language=language), None, start)


@require_http_methods(["GET", "HEAD", "POST"])
@may(MAY)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Write another wording of a notice, which somebody else publishes."""
    notice = _notice(number)
    if request.method == "POST":
        return _written(request, notice)
    form = NoticeForm(initial=filled(notice.latest), language=of(request))
    return _form_page(request, form, notice)


@require_safe
@may(MAY)
def web_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show a notice as it would stand in each language, who wrote it, and where it stands."""
    return _show(request, _notice(number))


@require_POST
@may(MAY)
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """Publish the wording that the page showed, which somebody else wrote."""
    return _done(request, rules.PUBLISH, number)


@require_POST
@may(MAY)
def solve(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is over."""
    return _done(request, rules.SOLVE, number)


@require_POST
@may(MAY)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a notice back."""
    return _done(request, rules.WITHDRAW, number)


def _notice(number: str) -> Notice:
    notice = queries.notice(number)
    if notice is None:
        raise Http404
    return notice


def _written(request: HttpRequest, notice: Notice | None) -> HttpResponse:
    language, now = of(request), clock.now()
    if switching_language(request):
        form = NoticeForm(initial=typed_again(request), language=language)
        return _form_page(request, form, notice)
    form = NoticeForm(request.POST, language=language)
    if not form.read(now=now):
        return _form_page(request, form, notice, status=422)
    number, verb = (notice.id, rules.UPDATE) if notice else (new_id(), rules.DRAFT)
    try:
        actions.do(_deed(request, verb, number, words=form.notice_words), now=now)
    except Obstacle as obstacle:
        form.add_error(None, said(obstacle, language))
        return _form_page(request, form, notice, status=409)
    return _to(request, number, "said.written")


def _form_page(
    request: HttpRequest,
    form: NoticeForm,
    notice: Notice | None,
    start: StartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "notice": notice, "start": start, "says": page.says(of(request))}
    return pages.show(request, "communications/form.html", context, status)


def _done(request: HttpRequest, verb: str, number: str) -> HttpResponse:
    now, text = clock.now(), request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else NOT_SHOWN
    try:
        actions.do(_deed(request, verb, number, version=version), now=now)
    except Obstacle as obstacle:
        notice, name = _notice(number), request.user.get_username()
        if not rules.is_done(notice, verb, by=name, version=version):
            return _show(request, notice, problem=obstacle)
    return _to(request, number, f"said.{verb}")  # also where it was pressed twice


def _show(request: HttpRequest, notice: Notice, problem: Obstacle | None = None) -> HttpResponse:
    language, name = of(request), request.user.get_username()
    context = page.one(notice, language, reader=name, now=clock.now())
    context["problem"] = said(problem, language) if problem else ""
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return pages.show(request, "communications/notice.html", context, status)


def _deed(
    request: HttpRequest, verb: str, number: str, *, words: Words | None = None, version: int = 0
) -> Deed:
    name = request.user.get_username()
    return Deed(
        id=deed_id(), verb=verb, notice=number, by=name, at=clock.now(), words=words, seen=version
    )


def _to(request: HttpRequest, number: str, key: str) -> HttpResponse:
    pages.say_next(request, key, topic=TOPIC)
    target = address("staff:web_notice", DEFAULT, number=number)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def _beginning(blanks: dict[str, str]) -> dict[str, str]:
    like = ready.notice(blanks["like"])
    titles, texts = ready.filled(blanks["like"], blanks)
    return {"kind": like.kind, "severity": like.severity, **texts_of(titles, texts)}
