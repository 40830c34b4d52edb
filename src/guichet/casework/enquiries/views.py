"""Questions to the service: what waits, and an answer in the officer's own words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries import queries as reading
from guichet.applications.models import Enquiry
from guichet.casework import actions, words
from guichet.casework.deeds.forms import EnquiryAnswer
from guichet.casework.enquiries import page
from guichet.casework.pages import go, officer_of, say_next, show
from guichet.eligibility.content import today
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.languages import of

CONFIRM, CHANGE, INSERT = "confirm", "change", "insert"


@require_safe
@may("see_files")
def enquiries_waiting(request: HttpRequest) -> HttpResponse:
    """Show the questions that wait for an answer, by the day that was promised."""
    rows = reading.waiting()[: page.MOST]
    day = today(clock.now())
    context = {"lines": page.lines(list(rows), of(request), today=day)}
    return show(request, "enquiries", context)


@keeping.brings_back
@require_http_methods(["GET", "POST"])
@may("see_files")
def enquiry(request: HttpRequest, number: str) -> HttpResponse:
    """Show a question with its case; who may prepare can answer it."""
    question = _enquiry(number)
    officer, now = officer_of(request), clock.now()
    _see(question, officer=officer, now=now)
    again = keeping.again(request)
    if again is not None:
        form, reads = _form(request, question, again), again.get("stage") == CONFIRM
        if reads and form.is_valid():
            return _page(request, question, form=form, confirming=True)
        return _page(request, question, form=form.unchecked())
    return (
        _step_of_answer(request, number) if request.method == "POST" else _page(request, question)
    )


@may("prepare")
def _step_of_answer(request: HttpRequest, number: str) -> HttpResponse:
    question = _enquiry(number)
    step = request.POST.get("step", "")
    form = _form(request, question, _with_ready(request, question))
    if step in (CHANGE, INSERT):
        return _page(request, question, form=form.unchecked())
    if not form.is_valid():
        return _page(request, question, form=form, status=422)
    if step != CONFIRM:
        return _page(request, question, form=form, confirming=True)
    officer = officer_of(request)
    if _is_taken(question, officer):
        return _page(request, question, form=form, hinders="taken", status=409)
    try:
        enquiries.answer(question.pk, form.cleaned_data["answer"], officer=officer, now=clock.now())
    except Obstacle:
        if question.officer_id != officer or question.answer != form.cleaned_data["answer"].strip():
            return _page(request, question, form=form, hinders="answered_already", status=409)
    say_next(request, "done.answer_enquiry")
    return go("enquiries")


def _enquiry(number: str) -> Enquiry:
    rows = Enquiry.objects.select_related("application", "officer")
    return get_object_or_404(rows, number=number)


def _form(
    request: HttpRequest, question: Enquiry, form_data: QueryDict | None = None
) -> EnquiryAnswer:
    return EnquiryAnswer(
        form_data,
        verb="answer_enquiry",
        language=of(request),
        today=today(clock.now()),
        application=question.application,
        own_numbers=(question.number,),
    )


def _with_ready(request: HttpRequest, question: Enquiry) -> QueryDict:
    """Return what was sent, with the ready sentence in it where one is to be inserted."""
    if request.POST.get("step") != INSERT:
        return request.POST
    return page.with_ready(request.POST, reading.answered_in(question))


def _is_taken(question: Enquiry, officer: int) -> bool:
    """Tell whether a colleague has taken the question."""
    return (
        question.tasks.filter(done_at=None, officer__isnull=False).exclude(officer=officer).exists()
    )


def _see(question: Enquiry, *, officer: int, now: datetime) -> None:
    """Note the look, at the file of the person too where the question belongs to one."""
    audit.write("see", "enquiry", question.pk, actor=audit.actor_of(officer), now=now)
    if question.application_id:
        actions.see(question.application_id, officer=officer, now=now, page="enquiry")


def _page(
    request: HttpRequest,
    question: Enquiry,
    *,
    form: EnquiryAnswer | None = None,
    confirming: bool = False,
    hinders: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_context(question, of(request)),
        "form": form or _form(request, question),
        "confirming": confirming,
        "hinders": hinders,
        "may_answer": roles.has(request.user, "prepare") and not question.answered_at,
        "is_late": not question.answered_at and question.promised_on < today(clock.now()),
    }
    return show(request, "enquiry", context, status)


def _context(enquiry: Enquiry, language: str) -> dict[str, object]:
    """Return what the page shows of a question itself."""
    letters = reading.answered_in(enquiry)
    return {
        "enquiry": enquiry,
        "shown": numbers.for_people(enquiry.number),
        "case": numbers.for_people(enquiry.application.number) if enquiry.application else "",
        "standing": page.standing(enquiry, language),
        "writes": letters,
        "writing_hint": words.writing(letters, language),
        "to": page.goes_to(enquiry),
        "ready": page.ready(language),
    }
