"""A deed in three steps: fill in, read what will be sent, confirm. Then back to the file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods

from guichet.applications import numbers
from guichet.applications import queries as applications
from guichet.casework import actions, events, words
from guichet.casework.deeds.case import (
    CaseState,
    DeedMatter,
    case_of,
    check_free,
    check_unchanged,
    waiting_tasks,
)
from guichet.casework.deeds.forms import DeedForm
from guichet.casework.deeds.refusing import Refuse
from guichet.casework.deeds.table import Deed
from guichet.casework.file import deed_page, panels, papers_page, queries
from guichet.casework.file import page as file_page
from guichet.casework.pages import go, officer_of, say_next, show
from guichet.casework.worklist import actions as worklist
from guichet.casework.worklist import following
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.languages import of

View = Callable[..., HttpResponse]
CHANGE, CONFIRM, CONFIRM_NEXT = "change", "confirm", "confirm_next"
LOOK, TAKE_OVER = "look", "take_over"  # of a paper, of a colleague: no steps of the deed
JUST_NOW_SECONDS = 60  # a double click, or the back button: not a second officer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedPress:
    """What came from the browser for a deed."""

    request: HttpRequest
    deed: Deed
    matter: DeedMatter
    fields: QueryDict | None  # None: the page is opened
    last_change: int

    @property
    def step(self) -> str:
        """Return which button was pressed."""
        return self.request.POST.get("step", "")

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the deed was read over and is to be done."""
        return self.step in (CONFIRM, CONFIRM_NEXT)


def view_of(deed: Deed) -> View:
    """Return the view of a deed, open to those who may do it."""

    @keeping.brings_back
    @require_http_methods(["GET", "POST"])
    @may(deed.permission)
    def view(request: HttpRequest, number: str, about: int = 0) -> HttpResponse:
        again = keeping.again(request)
        if again is None and request.POST.get("step") == TAKE_OVER:
            _take_over(request, deed, number)
        press = _read(request, deed, number, about, again)
        actions.see(
            press.matter.pk, officer=press.matter.officer, now=press.matter.now, page=deed.verb
        )
        if request.method == "POST" and again is None and press.step not in (LOOK, TAKE_OVER):
            return _step_of_deed(press)
        return _first_page(press)

    return view


def _take_over(request: HttpRequest, deed: Deed, number: str) -> None:
    """Take over what a colleague has taken and stands in the way of a deed."""
    if application := applications.by_number(number):
        tasks = [task for task in waiting_tasks(application) if task.kind in deed.binds]
        worklist.take_over(tasks, officer=officer_of(request), now=clock.now())


def _read(
    request: HttpRequest, deed: Deed, number: str, about: int, again: QueryDict | None
) -> DeedPress:
    now = clock.now()
    fields = request.POST if request.method == "POST" else again
    application = applications.by_number(number)
    if application is None:
        raise Http404
    case = case_of(application, now=now)
    matter = DeedMatter(
        case=case,
        about=deed.find(case, about) if deed.find else None,
        form=_form(request, deed, case, fields),
        officer=officer_of(request),
        now=now,
    )
    last_change = _last_change(request, fields, case)
    return DeedPress(
        request=request, deed=deed, matter=matter, fields=fields, last_change=last_change
    )


def _form(request: HttpRequest, deed: Deed, case: CaseState, fields: QueryDict | None) -> DeedForm:
    return deed.form(
        fields,
        verb=deed.verb,
        language=of(request),
        today=case.today,
        application=case.application,
        officer=officer_of(request),
    )


def _last_change(request: HttpRequest, fields: QueryDict | None, case: CaseState) -> int:
    """Return up to which change the officer has read the case, as the page before says."""
    last_seen = events.change_read((fields or request.GET).get("seen", ""))
    if last_seen is not None:
        return last_seen
    return 0 if fields is not None else events.last_change(case.application.pk)


def _first_page(press: DeedPress) -> HttpResponse:
    """Show the page, with what was typed before where it comes again: nothing is done."""
    form: DeedForm = press.matter.form
    if code := press.deed.hinders_now(press.matter):
        return _page(press, hinders=code, status=409)
    if press.fields is None:
        return _page(press)
    if press.fields.get("stage") == CONFIRM and form.is_valid():
        return _reviewed(press)
    form.unchecked()
    return _page(press)


def _reviewed(press: DeedPress) -> HttpResponse:
    """Show what will be sent, to be confirmed."""
    try:
        return _page(press, letters=_rehearse(press), stage=CONFIRM)
    except Obstacle as obstacle:
        return _page(press, hinders=obstacle.code, status=409)


def _step_of_deed(press: DeedPress) -> HttpResponse:
    form: DeedForm = press.matter.form
    if _done_just_now(press):
        return _leave(press)
    if press.step == CHANGE:
        form.unchecked()
        return _page(press)
    if code := press.deed.hinders_now(press.matter):
        return _page(press, hinders=code, status=409)
    if not form.is_valid():
        return _page(press, status=422)
    if not press.is_confirmed:
        return _reviewed(press)
    try:
        _carry_out(press)
    except Obstacle as obstacle:
        return _page(press, hinders=obstacle.code, status=409)
    return _leave(press)


def _carry_out(press: DeedPress) -> None:
    """Do it, unless the case has changed since the officer read it: nobody fits in between."""
    with transaction.atomic():
        applications.locked(press.matter.pk)
        check_unchanged(press.last_change, events.last_change(press.matter.pk))
        check_free(press.matter, press.deed.binds)
        press.deed.do(press.matter)


def _rehearse(press: DeedPress) -> list[deed_page.Preview]:
    """Do it, read the letters that it sends, and take all of it back."""
    if not press.deed.is_rehearsed:
        return []
    with transaction.atomic():
        application = applications.locked(press.matter.pk)
        check_unchanged(press.last_change, events.last_change(application.pk))
        before = set(application.letters.values_list("pk", flat=True))
        (press.deed.rehearse or press.deed.do)(press.matter)
        letters_new = [letter for letter in application.letters.all() if letter.pk not in before]
        letters = (
            [deed_page.preview(letter) for letter in letters_new] if press.deed.shows_letter else []
        )
        transaction.set_rollback(True)
    return letters


def _done_just_now(press: DeedPress) -> bool:
    """Tell whether this officer did this to this case a moment ago: they pressed twice."""
    if not press.is_confirmed:
        return False
    last = AuditEntry.objects.filter(pk=events.last_change(press.matter.pk)).first()
    if last is None or last.pk <= press.last_change:
        return False
    is_mine = last.actor == audit.actor_of(press.matter.officer) and last.verb in press.deed.audited
    return is_mine and (press.matter.now - last.at).total_seconds() < JUST_NOW_SECONDS


def _leave(press: DeedPress) -> HttpResponse:
    """Say what was done, back in the file or, where that was asked for, in the next one."""
    request, matter = press.request, press.matter
    number = matter.case.application.number
    verb = "propose" if _is_read_first(press) else press.deed.verb
    if press.step == CONFIRM:
        say_next(request, f"done.{verb}")
        return go("case", number=number)
    say_next(request, f"done.{verb}", of=number, printed=numbers.for_people(number))
    return HttpResponseRedirect(
        following.path_after(request, matter.pk, officer=matter.officer, now=matter.now)
    )


def _is_read_first(press: DeedPress) -> bool:
    """Tell whether what was filled in goes to a second officer before it is sent."""
    form = press.matter.form
    return isinstance(form, Refuse) and form.is_valid() and form.explanation().second_reader


def _page(
    press: DeedPress,
    *,
    hinders: str = "",
    letters: list[deed_page.Preview] | None = None,
    stage: str = "",
    status: int = 200,
) -> HttpResponse:
    bare = not press.deed.has_fields and not hinders
    if bare and not stage:
        try:
            letters = _rehearse(press)
        except Obstacle as obstacle:
            hinders, status = obstacle.code, 409
    context = {
        **_context(press, hinders=hinders, stage=stage),
        "letters": letters or [],
        "confirming": not hinders and (bool(stage) or bare),
    }
    return show(press.request, "deed", context, status)


def _context(press: DeedPress, *, hinders: str, stage: str) -> dict[str, object]:
    """Return what every page of a deed shows: the case, the form, what hinders it."""
    matter, language = press.matter, of(press.request)
    return {
        "deed": press.deed,
        "form": matter.form,
        "head": deed_page.head(matter.case, language),
        "about": deed_page.subject(matter, language),
        "also_ends": panels.ended_by(matter.case, press.deed.verb, language),
        "hinders": hinders and words.known_code("obstacle", hinders),
        "holder": deed_page.holder(press.deed, matter) if hinders == "taken" else "",
        "internal": deed_page.internal(matter.form, language) if stage else [],
        "read_first": bool(stage) and _is_read_first(press),
        "typed": deed_page.typed(press.fields),
        **_news(press, hinders),
        **_papers(press),
    }


def _news(press: DeedPress, hinders: str) -> dict[str, object]:
    """Return what was done since the officer read the case, where that hinders the deed."""
    pk, since = press.matter.pk, press.last_change
    tells_news = hinders in ("changed_meanwhile", "not_possible_now", "done_already")
    latest = events.last_change(pk) if tells_news else since
    return {
        "seen": latest if hinders == "changed_meanwhile" else since,
        "events": events.since(pk, since, of(press.request)) if tells_news else [],
        "colleagues": deed_page.colleagues(
            press.request, press.deed, press.matter, last_change=latest, tells_news=not tells_news
        ),
    }


def _papers(press: DeedPress) -> dict[str, object]:
    """Return the papers of the case, to be read while the form is filled in."""
    language = of(press.request)
    application = press.matter.case.application
    requests, papers = queries.requests_of(application)
    handed_in = [paper for paper in papers if papers_page.can_be_opened(paper)]
    questions = file_page.questions(requests, handed_in, language)
    return {
        **papers_page.context(handed_in, press.request.GET, language, typing="deed"),
        "number_of": application.number,
        "questions": [question for question in questions if question.papers],
    }
