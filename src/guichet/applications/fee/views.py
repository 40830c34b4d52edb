"""Pay, hear what became of a payment, and keep the receipt."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from guichet.applications import numbers, queries
from guichet.applications.access.pages import address_in, go, show
from guichet.applications.access.whose import with_application
from guichet.applications.apply import steps
from guichet.applications.fee import actions as payments
from guichet.applications.fee import providers
from guichet.applications.form.answers import name_in
from guichet.applications.models import Application, Payment
from guichet.eligibility.content import today
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.post import issuer
from guichet.web.formats.money import money
from guichet.web.forms.base import switching_language


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def pay(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Say the price and the official address, and lead to whoever takes the fee."""
    if application.state != "submitted_unpaid":
        return steps.next_page(request, application, now=now)
    latest = queries.payment_of(application)
    state = latest.state if latest else ""
    trouble = "unclear" if "waiting" in request.GET and state == Payment.State.STARTED else ""
    trouble = "failed" if state == Payment.State.FAILED else trouble
    trouble = "refund" if latest and latest.refund_due else trouble
    if request.method != "POST" or switching_language(request):
        return show(request, "fee/pay", {"trouble": trouble})
    try:
        payment = payments.begin(application.pk, now=now)
        taker = providers.provider()
    except Obstacle as obstacle:
        if obstacle.code != "payment_unavailable":
            return go(request, "go_on")
        return show(request, "fee/pay", {"trouble": "unavailable"}, 503)
    back = request.build_absolute_uri(address_in(request, "applications:paying"))
    return HttpResponseRedirect(taker.address(payment.reference, return_to=back))


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def paying(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Come back from whoever takes the fee; the test provider's own page is this one."""
    reference = request.POST.get("payment") or request.GET.get("payment", "")
    tests = settings.PAYMENT_PROVIDER == providers.TEST
    rows = application.payments.filter(provider=providers.TEST, reference=reference)
    payment = rows.first() if tests else None
    if payment is None:
        waits = application.state == "submitted_unpaid"
        return go(request, "pay", query="waiting") if waits else go(request, "go_on")
    if request.method != "POST" or switching_language(request):
        if application.state != "submitted_unpaid":
            return go(request, "standing")
        return show(request, "fee/paying", {"payment": payment.reference})
    succeeds = request.POST.get("outcome") == "paid"
    application = payments.settle_test(payment, succeeds=succeeds, now=now)
    return steps.next_page(request, application, now=now)


@csrf_exempt  # No browser: the provider proves itself by what it sends.
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Hear from the provider what became of a payment, however late and often it says so."""
    try:
        taker = providers.provider()
        provider_report = taker.read(request.body, request.headers)
        payments.settle(taker.name, provider_report, now=clock.now())
    except Obstacle as obstacle:
        return HttpResponse(status=404 if obstacle.code == "not_found" else 400)
    return HttpResponse(status=204)


@require_safe
@with_application
def receipt(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the receipt, to print as often as somebody likes."""
    payment = queries.payment_of(application)
    if payment is None or not payment.counts:
        return steps.next_page(request, application, now=now)
    language = written_language(request)
    context = {"application": application, **_of_payment(application, payment, language)}
    return show(request, "fee/receipt", context)


def _of_payment(application: Application, payment: Payment, language: str) -> dict[str, object]:
    amount = money(payment.cents, payment.currency, language)
    return {
        "payee": issuer.name(language),
        "number": numbers.for_people(application.number),
        "name": name_in(application.answers),
        "amount": Markup('<bdi dir="ltr">{}</bdi>').format(amount),
        "paid_on": today(payment.settled_at) if payment.settled_at else None,
        "reference": payment.reference,
        "returns": [_of_return(refund) for refund in queries.returned_payments(application)],
    }


def _of_return(payment: Payment) -> dict[str, object]:
    return {
        "reference": payment.reference,
        "paid_on": today(payment.settled_at) if payment.settled_at else None,
        "returned_on": today(payment.refunded_at) if payment.refunded_at else None,
    }
