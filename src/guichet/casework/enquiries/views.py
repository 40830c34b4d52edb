"""Questions to the service, and an answer in the officer's own words. They wait on the list."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries import queries as reading
from guichet.applications.form.answers import name_of
from guichet.applications.models import Enquiry, OfficerTask
from guichet.casework import actions, words
from guichet.casework.deeds.forms import EnquiryAnswer
from guichet.casework.deeds.other_cases import passports_in
from guichet.casework.enquiries import later, page
from guichet.casework.enquiries.preview import AnswerPreview, preview
from guichet.casework.pages import officer_of, say_next, show
from guichet.casework.worklist import actions as worklist
from guichet.casework.worklist import following
from guichet.casework.worklist.filters import ListFilter
from guichet.eligibility.content import today
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of

CONFIRM, CONFIRM_NEXT = "confirm", "confirm_next"
CHANGE, INSERT, TAKE_OVER = "change", "insert", "take_over"
AS_IT_IS = {
    "inserts": False,
    "hinders": "",
    "told_later": False,
}  # a page on which nothing was done


@require_safe
@may("see_files")
def enquiries_waiting(request: HttpRequest) -> HttpResponse:
    """Lead to the list of all that waits, by its old address for questions alone."""
    query = ListFilter(kind=OfficerTask.Kind.ENQUIRY).query()
    return HttpResponseRedirect(f"{address('staff:cases', DEFAULT)}?{query}")


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
            return _reviewed(request, question, form)
        return _page(request, question, form=form.unchecked())
    if request.method != "POST":
        return _page(request, question)
    step = _postpone if request.POST.get("step") == later.STEP else _step_of_answer
    return step(request, number)


@may("prepare")
def _step_of_answer(request: HttpRequest, number: str) -> HttpResponse:
    question = _enquiry(number)
    step = request.POST.get("step", "")
    form = _form(request, question, _with_ready(request, question))
    if step == TAKE_OVER:
        _take_over(request, question)
    if step in (CHANGE, INSERT, TAKE_OVER):
        return _page(request, question, form=form.unchecked(), inserts=step == INSERT)
    if not form.is_valid():
        return _page(request, question, form=form, status=422)
    if step not in (CONFIRM, CONFIRM_NEXT):
        return _reviewed(request, question, form)
    if page.holder(question, officer := officer_of(request)):
        return _page(request, question, form=form, hinders="taken", status=409)
    try:
        _answer(question, form, officer=officer)
    except Obstacle:
        if question.officer_id != officer or question.answer != form.cleaned_data["answer"].strip():
            return _page(request, question, form=form, hinders="answered_already", status=409)
    return _leave(request, question, step)


def _answer(question: Enquiry, form: EnquiryAnswer, *, officer: int) -> None:
    enquiries.answer(
        question.pk,
        form.cleaned_data["answer"],
        officer=officer,
        language=form.language_of_words("answer"),
        now=clock.now(),
    )


@may("prepare")
def _postpone(request: HttpRequest, number: str) -> HttpResponse:
    """Promise another day and show the page again, with what was typed of an answer."""
    question, officer = _enquiry(number), officer_of(request)
    form = _form(request, question, request.POST).unchecked()
    day = later.LaterForm(request.POST, language=of(request))
    hinders = "taken" if page.holder(question, officer) else ""
    hinders = hinders or later.promise(question, day, officer=officer)
    if hinders == "day":
        return _page(request, question, form=form, day=day, status=422)
    if hinders:
        return _page(request, question, form=form, day=day, hinders=hinders, status=409)
    return _page(request, _enquiry(number), form=form, told_later=True)


def _take_over(request: HttpRequest, question: Enquiry) -> None:
    """Take over a question that a colleague has taken; what was typed comes again."""
    tasks = page.waiting_tasks(question)
    worklist.take_over(tasks, officer=officer_of(request), now=clock.now())


def _reviewed(request: HttpRequest, question: Enquiry, form: EnquiryAnswer) -> HttpResponse:
    """Show the mail that will be sent, to be confirmed."""
    words_typed, officer = form.cleaned_data["answer"], officer_of(request)
    try:
        mail = preview(
            question.pk,
            words_typed,
            officer=officer,
            language=form.language_of_words("answer"),
            now=clock.now(),
        )
    except Obstacle:
        return _page(request, question, form=form, hinders="answered_already", status=409)
    return _page(request, question, form=form, mail=mail)


def _leave(request: HttpRequest, question: Enquiry, step: str) -> HttpResponse:
    """Say what was done, on the list or, where that was asked for, in what comes next there."""
    number = question.number
    say_next(request, "done.answer_enquiry", question=number, printed=numbers.for_people(number))
    if step != CONFIRM_NEXT:
        return HttpResponseRedirect(following.list_path(request))
    officer, now = officer_of(request), clock.now()
    return HttpResponseRedirect(
        following.path_after(request, question.application_id, officer=officer, now=now)
    )


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
        own_numbers=(question.number, *passports_in(question.words)),
        letters=reading.answered_in(question),
    )


def _with_ready(request: HttpRequest, question: Enquiry) -> QueryDict:
    """Return what was sent, with the ready sentence in it where one is to be inserted."""
    if request.POST.get("step") != INSERT:
        return request.POST
    return page.with_ready(request.POST, reading.answered_in(question))


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
    mail: AnswerPreview | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    form = form or _form(request, question)
    context = {
        **_context(question, of(request), following.chosen_query(request)),
        **page.colleagues(request, question, form.data.get("seen", "")),
        "form": form,
        "mail": mail,
        "day": later.form({} if more.get("told_later") else form.data, of(request)),
    }
    return show(request, "enquiry", {**AS_IT_IS, **context, **more}, status)


def _context(enquiry: Enquiry, language: str, list_query: str) -> dict[str, object]:
    """Return what the page shows of a question itself."""
    letters, application = reading.answered_in(enquiry), enquiry.application
    return {
        "enquiry": enquiry,
        "shown": numbers.for_people(enquiry.number),
        "case": numbers.for_people(application.number) if application else "",
        "name": name_of(application.answers) if application else "",
        "of_case": page.of_case(application, language) if application else (),
        "standing": page.standing(enquiry, language),
        "writes": letters,
        "writing_hint": words.writing(letters, language),
        "to": page.goes_to(enquiry, language),
        "ready": page.ready(language, letters),
        "is_late": not enquiry.answered_at and enquiry.promised_on < today(clock.now()),
        "list_query": list_query,
    }
