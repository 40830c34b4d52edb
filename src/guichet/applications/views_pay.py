"""Check, sign, pay, and keep the receipt."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from guichet.applications import actions, numbers, queries, steps, views_status
from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import address_in, go, show
from guichet.applications.access.whose import begun, with_application
from guichet.applications.changes import actions as changes
from guichet.applications.fee import actions as payments
from guichet.applications.fee import providers, rules
from guichet.applications.form import in_words, questions
from guichet.applications.form.answers import name_in
from guichet.applications.models import Application, Payment
from guichet.eligibility.content import today
from guichet.kernel import clock
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web.formats.dates import money
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.words import speaker, texts, written_language


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def review(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show every answer, take the signature, and send the application off to be paid for."""
    if application.state != "draft":
        return steps.way_on(request, application, now=now)
    sent = request.POST if request.method == "POST" else None
    switches = switching_language(request)
    step = steps.step_of(application, steps.REVIEW, now=now, sent=sent)
    if step is None:
        raise Http404
    if sent is None or switches:
        return _review_page(request, step, told=False)
    try:
        saved = steps.save(request, step, now=now)
        if to := steps.sent_to(request, step):
            return to
        if choice := _choice_again(request, saved, step, now=now):
            return choice
        actions.submit(saved.pk, now=now)
    except Obstacle as obstacle:
        if obstacle.code != "invalid":
            return steps.not_saved(request, step, obstacle, now=now)
        return _review_page(request, step, told=True, version=saved.version)
    return go(request, "pay")


def _choice_again(
    request: HttpRequest, saved: Application, step: steps.Step, *, now: datetime
) -> HttpResponse | None:
    """Ask who has a valid authorization for this passport; show it to who keeps it."""
    valid = queries.valid_for_same(saved, now=now)
    if valid is None or request.POST.get("again") == "apply" or step.whole.errors:
        return None
    if request.POST.get("again") == "keep":
        return views_status.shown_to_anybody(request, valid.application, now=now)
    return _review_page(request, step, told=True, version=saved.version)


def _review_page(
    request: HttpRequest, step: steps.Step, *, told: bool, version: int | None = None
) -> HttpResponse:
    language, words = written_language(request), questions.words()
    sections = step.whole.sections
    valid = queries.valid_for_same(step.application, now=clock.now())
    again = request.POST.get("again", "")
    context = {
        "parts": in_words.parts(step.whole, step.answers, language),
        "journey": questions.journey(sections, language),
        "reached": questions.reached(sections, step.application.steps),
        "faults": [(key, words.section(key, language)) for key in steps.faulty(step.whole)],
        "questions": questions.questions(
            step.section, step.answers, language, found=step.found if told else None
        ),
        "valid_until": valid.valid_until if valid else None,
        "again": again,
        "again_missing": bool(told and valid and again not in {"keep", "apply"}),
        "version": step.application.version if version is None else version,
        "fields": speaker(language, "fields"),
        "title": words.section(steps.REVIEW, language),
    }
    return show(request, "apply_review", context, 422 if told else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def pay(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Say the price and the official address, and lead to whoever takes the fee."""
    if application.state != "submitted_unpaid":
        return steps.way_on(request, application, now=now)
    latest = queries.payment_of(application)
    state = latest.state if latest else ""
    said = "unclear" if "waiting" in request.GET and state == Payment.State.STARTED else ""
    said = "failed" if state == Payment.State.FAILED else said
    said = "refund" if latest and latest.refund_due else said
    if request.method != "POST" or switching_language(request):
        return show(request, "apply_pay", {"said": said})
    try:
        payment = payments.begin(application.pk, now=now)
        taker = providers.provider()
    except Obstacle as obstacle:
        if obstacle.code != "payment_unavailable":
            return go(request, "go_on")
        return show(request, "apply_pay", {"said": "unavailable"}, 503)
    back = request.build_absolute_uri(address_in(request, "applications:paying"))
    return HttpResponseRedirect(taker.address(payment.reference, return_to=back))


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def paying(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Come back from whoever takes the fee; the test provider's own page is this one."""
    reference = request.POST.get("payment") or request.GET.get("payment", "")
    tests = settings.PAYMENT_PROVIDER == providers.TEST
    begun = application.payments.filter(provider=providers.TEST, reference=reference)
    known = begun.first() if tests else None
    if known is None:
        waits = application.state == "submitted_unpaid"
        return go(request, "pay", query="waiting") if waits else go(request, "go_on")
    if request.method != "POST" or switching_language(request):
        if application.state != "submitted_unpaid":
            return go(request, "standing")
        return show(request, "apply_paying", {"payment": known.reference})
    succeeded = request.POST.get("outcome") == "paid"
    report = providers.Report(
        reference=known.reference,
        paid=succeeded,
        cents=rules.FEE_CENTS if succeeded else 0,
        currency=rules.CURRENCY,
        failure="" if succeeded else "declined",
    )
    return steps.way_on(request, payments.settle(providers.TEST, report, now=now), now=now)


@csrf_exempt  # No browser: the provider proves itself by what it sends.
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Hear from the provider what became of a payment, however late and often it says so."""
    try:
        taker = providers.provider()
        said = taker.read(request.body, request.headers)
        payments.settle(taker.name, said, now=clock.now())
    except Obstacle as obstacle:
        return HttpResponse(status=404 if obstacle.code == "not_found" else 400)
    return HttpResponse(status=204)


@require_POST
@with_application
def revise(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Take the application back to change it, as long as it is not paid for."""
    try:
        actions.revise(application.pk, now=now)
    except Obstacle:
        return go(request, "go_on")
    return go(request, "review")


@require_safe
@with_application
def receipt(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the receipt, to print as often as somebody likes."""
    payment = queries.payment_of(application)
    if payment is None or not payment.counts:
        return steps.way_on(request, application, now=now)
    language = written_language(request)
    shown = {"application": application, **_of_payment(application, payment, language)}
    return show(request, "receipt", shown)


@require_POST
@with_application
def next_person(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Begin an application for the next person of a family, with what they have in common."""
    return begun(
        request,
        lambda: changes.start_beside(
            application.pk,
            language=of(request),
            network=network_key(request),
            once=request.POST.get("once", ""),
            drafts=visit_of(request, now=now).applications(),
            now=now,
        ),
        now=now,
    )


def _of_payment(application: Application, payment: Payment, language: str) -> dict[str, object]:
    amount = money(payment.cents, payment.currency, language)
    return {
        "payee": texts("eta").get("home.title", language).text,
        "number": numbers.shown(application.number),
        "name": name_in(application.answers),
        "amount": Markup('<bdi dir="ltr">{}</bdi>').format(amount),
        "paid_on": today(payment.settled_at) if payment.settled_at else None,
        "reference": payment.reference,
        "returns": [_of_return(one) for one in queries.returned_payments(application)],
    }


def _of_return(payment: Payment) -> dict[str, object]:
    return {
        "reference": payment.reference,
        "paid_on": today(payment.settled_at) if payment.settled_at else None,
        "returned_on": today(payment.refunded_at) if payment.refunded_at else None,
    }
