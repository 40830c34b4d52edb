"""A deed in three steps: fill in, read what will be sent, confirm. Then back to the file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from guichet.applications import queries as applications
from guichet.casework import actions, words
from guichet.casework.deeds.case import Case, Given, case_of, check_unchanged
from guichet.casework.deeds.forms import DeedForm
from guichet.casework.deeds.table import Deed
from guichet.casework.file import deed_page, queries
from guichet.casework.pages import go, officer_of, say_next, show
from guichet.eligibility.content import today
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.languages import of

View = Callable[..., HttpResponse]
CHANGE, CONFIRM = "change", "confirm"
JUST_NOW_SECONDS = 60  # a double click, or the back button: not a second officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came from the browser for a deed."""

    request: HttpRequest
    deed: Deed
    given: Given
    typed: QueryDict | None  # None: the page is opened
    seen: int

    @property
    def step(self) -> str:
        """Return which button was pressed."""
        return self.request.POST.get("step", "")


def view_of(deed: Deed) -> View:
    """Return the view of a deed, open to those who may do it."""

    @keeping.brings_back
    @require_http_methods(["GET", "POST"])
    @may(deed.permission)
    def view(request: HttpRequest, number: str, about: int = 0) -> HttpResponse:
        again = keeping.again(request)
        sent = _read(request, deed, number, about, again)
        actions.see(sent.given.pk, officer=sent.given.officer, now=sent.given.now, page=deed.verb)
        if request.method == "POST" and again is None:
            return _sent(sent)
        return _shown(sent)

    return view


def _read(
    request: HttpRequest, deed: Deed, number: str, about: int, again: QueryDict | None
) -> Sent:
    now = clock.now()
    typed = request.POST if request.method == "POST" else again
    application = applications.by_number(number)
    if application is None:
        raise Http404
    case = case_of(application, now=now)
    given = Given(
        case=case,
        about=deed.find(case, about) if deed.find else None,
        form=deed.form(typed, verb=deed.verb, language=of(request), today=today(now)),
        officer=officer_of(request),
        now=now,
    )
    return Sent(
        request=request, deed=deed, given=given, typed=typed, seen=_seen(request, typed, case)
    )


def _seen(request: HttpRequest, typed: QueryDict | None, case: Case) -> int:
    """Return up to which change the officer has read the case, as the page before says."""
    seen = (typed or request.GET).get("seen", "")
    if seen.isascii() and seen.isdecimal() and len(seen) < 19:
        return int(seen)
    return 0 if typed is not None else queries.last_change(case.application.pk)


def _hinders(sent: Sent) -> str:
    given = sent.given
    return sent.deed.hinders(given.case, given.about, officer=given.officer)


def _shown(sent: Sent) -> HttpResponse:
    """Show the page, with what was typed before where it comes again: nothing is done."""
    form: DeedForm = sent.given.form
    if code := _hinders(sent):
        return _page(sent, hinders=code, status=409)
    if sent.typed is None:
        return _page(sent)
    if sent.typed.get("stage") == CONFIRM and form.is_valid():
        return _reviewed(sent)
    form.unchecked()
    return _page(sent)


def _reviewed(sent: Sent) -> HttpResponse:
    """Show what will be sent, to be confirmed."""
    try:
        return _page(sent, letters=_rehearse(sent), stage=CONFIRM)
    except Obstacle as obstacle:
        return _page(sent, hinders=obstacle.code, status=409)


def _sent(sent: Sent) -> HttpResponse:
    form: DeedForm = sent.given.form
    if _done_just_now(sent):
        return _done(sent)
    if sent.step == CHANGE:
        form.unchecked()
        return _page(sent)
    if code := _hinders(sent):
        return _page(sent, hinders=code, status=409)
    if not form.is_valid():
        return _page(sent, status=422)
    if sent.step != CONFIRM:
        return _reviewed(sent)
    try:
        _carry_out(sent)
    except Obstacle as obstacle:
        return _page(sent, hinders=obstacle.code, status=409)
    return _done(sent)


def _carry_out(sent: Sent) -> None:
    """Do it, unless the case has changed since the officer read it: nobody fits in between."""
    with transaction.atomic():
        applications.locked(sent.given.pk)
        check_unchanged(sent.seen, queries.last_change(sent.given.pk))
        sent.deed.do(sent.given)


def _rehearse(sent: Sent) -> list[deed_page.Preview]:
    """Do it, read the letters that it sends, and take all of it back."""
    if not sent.deed.is_rehearsed:
        return []
    with transaction.atomic():
        application = applications.locked(sent.given.pk)
        check_unchanged(sent.seen, queries.last_change(application.pk))
        before = set(application.letters.values_list("pk", flat=True))
        sent.deed.do(sent.given)
        made = [one for one in application.letters.all() if one.pk not in before]
        letters = [deed_page.preview(one) for one in made] if sent.deed.shows_letter else []
        transaction.set_rollback(True)
    return letters


def _done_just_now(sent: Sent) -> bool:
    """Tell whether this officer did this to this case a moment ago: they pressed twice."""
    if sent.step != CONFIRM:
        return False
    last = AuditEntry.objects.filter(pk=queries.last_change(sent.given.pk)).first()
    if last is None or last.pk <= sent.seen:
        return False
    is_mine = last.actor == audit.actor_of(sent.given.officer) and last.verb in sent.deed.audited
    return is_mine and (sent.given.now - last.at).total_seconds() < JUST_NOW_SECONDS


def _done(sent: Sent) -> HttpResponse:
    say_next(sent.request, f"done.{sent.deed.verb}")
    return go("case", number=sent.given.case.application.number)


def _page(
    sent: Sent,
    *,
    hinders: str = "",
    letters: list[deed_page.Preview] | None = None,
    stage: str = "",
    status: int = 200,
) -> HttpResponse:
    bare = not sent.deed.has_fields and not hinders
    if bare and not stage:
        try:
            letters = _rehearse(sent)
        except Obstacle as obstacle:
            hinders, status = obstacle.code, 409
    context = {
        **_context(sent, hinders=hinders, stage=stage),
        "letters": letters or [],
        "confirming": not hinders and (bool(stage) or bare),
    }
    return show(sent.request, "deed", context, status)


def _context(sent: Sent, *, hinders: str, stage: str) -> dict[str, object]:
    """Return what every page of a deed shows: the case, the form, what hinders it."""
    given, language = sent.given, of(sent.request)
    changed = hinders == "changed_meanwhile"
    return {
        "deed": sent.deed,
        "form": given.form,
        "head": deed_page.head(given.case, language),
        "about": deed_page.subject(given, language),
        "hinders": hinders and words.known_code("obstacle", hinders),
        "internal": deed_page.internal(given.form, language) if stage else [],
        "seen": queries.last_change(given.pk) if changed else sent.seen,
        "events": deed_page.events_since(given.pk, sent.seen, language) if changed else [],
        "typed": deed_page.typed(sent.typed),
    }
