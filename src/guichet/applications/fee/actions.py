"""The fee: begun once, settled once, given back once, whatever is reported and however often."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from guichet.applications import queries, states, worklist
from guichet.applications.apply.actions import submit
from guichet.applications.decisions import actions as decisions
from guichet.applications.fee.providers import TEST, Report, provider
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, OfficerTask, Payment
from guichet.applications.periods import answer_time
from guichet.applications.rules import due_at
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@transaction.atomic
def begin(pk: int, *, now: datetime) -> Payment:
    """Return a payment to be made; one that was begun before and not settled is used again."""
    return _begin(queries.locked(pk), now=now)


@transaction.atomic
def send_off(pk: int, *, again: bool, now: datetime) -> tuple[Application, Payment | None]:
    """Send an application off and begin its payment, both or neither; none where it is paid for.

    Raises Obstacle as `submit` and `begin` do.
    """
    application = submit(pk, again=again, now=now)
    if application.state != "submitted_unpaid":
        return application, None
    return application, _begin(application, now=now)


def _begin(application: Application, *, now: datetime) -> Payment:
    states.next_state("pay", application.state, by=states.SYSTEM)
    taker, payments = provider(), list(application.payments.all())
    for payment in payments:
        if payment.state == Payment.State.STARTED and payment.provider == taker.name:
            return payment

    price = settings.AGENCY.fee("eta")
    reference = taker.begin(
        cents=price.minor, currency=price.currency, key=f"{application.number}:{len(payments)}"
    )
    return application.payments.create(
        provider=taker.name,
        reference=reference,
        cents=price.minor,
        currency=price.currency,
        started_at=now,
    )


def settle(provider_name: str, report: Report, *, now: datetime) -> Application:
    """Note what a provider reports, and process what is paid for; a repeat changes nothing.

    The application is decided in a second transaction: nothing that goes wrong there undoes the
    payment, and the worker looks at it again.
    """
    with transaction.atomic():
        application = _note(provider_name, report, now=now)
    if application is None:
        raise Obstacle("not_found")
    if application.state == "submitted":
        return decisions.decide_by_rule(application.pk, now=now)
    return application


def settle_test(payment: Payment, *, succeeds: bool, now: datetime) -> Application:
    """Settle a payment as the test provider reports it, whose payments the client decides."""
    report = Report(
        reference=payment.reference,
        paid=succeeds,
        cents=payment.cents if succeeds else 0,
        currency=payment.currency,
        failure="" if succeeds else "declined",
    )
    return settle(TEST, report, now=now)


def _note(provider_name: str, report: Report, *, now: datetime) -> Application | None:
    rows = Payment.objects.filter(provider=provider_name, reference=report.reference)
    payment = _locked(rows)
    if payment is None:
        if orphan := rows.filter(application=None).first():
            _paid_too_late(orphan.pk, report, now=now)
        return None
    application = payment.application
    assert application
    if payment.state == Payment.State.PAID:
        return application
    if report.paid:
        _paid(application, payment, report, now=now)
    else:
        payment.state, payment.settled_at = Payment.State.FAILED, now
        payment.failure = report.failure[:40] or "failed"
        payment.save()
        audit.write("payment_failed", "payment", payment.pk, actor=states.SYSTEM, now=now)
    return application


def _locked(payments: QuerySet[Payment]) -> Payment | None:
    """Return a payment and its application, which nobody else changes until the transaction ends.

    The application is locked first, as everywhere; that it has a state leaves out what was erased.
    """
    rows = payments.select_related("application").filter(application__state__in=states.STATES)
    return rows.select_for_update(no_key=True, of=("application", "self")).first()


def _paid_too_late(pk: int, report: Report, *, now: datetime) -> None:
    """Give back at once what is paid for an application that was erased: nobody can be asked."""
    payment = Payment.objects.select_for_update().get(pk=pk)
    if payment.state == Payment.State.PAID or not report.paid:
        return
    payment.state, payment.settled_at, payment.failure = Payment.State.PAID, now, ""
    payment.refund_due, payment.refunded_at = True, now
    payment.save()
    _give_back(payment)
    audit.write("refund", "payment", pk, actor=states.SYSTEM, now=now, by_hand=False)


def _paid(application: Application, payment: Payment, report: Report, *, now: datetime) -> None:
    payment.state, payment.settled_at, payment.failure = Payment.State.PAID, now, ""
    right_amount = (report.cents, report.currency) == (payment.cents, payment.currency)
    payment.refund_due = not right_amount or application.state != "submitted_unpaid"
    payment.save()
    audit.write("paid", "payment", payment.pk, actor=states.SYSTEM, now=now)
    if payment.refund_due:
        worklist.add_task(application, OfficerTask.Kind.REFUND, cause=payment.pk, now=now)
        letters.send(application, "refund_due", cause=payment.pk, now=now, payment=payment.pk)
        return

    application.state = states.next_state("pay", application.state, by=states.SYSTEM)
    application.submitted_at, application.due_at = now, due_at(now, within=answer_time())
    application.save(update_fields=["state", "submitted_at", "due_at"])
    letters.send(application, "received", cause=payment.pk, now=now)


@transaction.atomic
def refunded(pk: int, *, officer: int, now: datetime, by_hand: bool = False) -> Payment:
    """Give a payment back through its provider and write so; once, however often it is pressed.

    `by_hand`: it was given back another way, because its provider is not the one of today.
    """
    payment = _locked(Payment.objects.filter(pk=pk))
    if payment is None:
        raise Obstacle("not_found")
    application = payment.application
    assert application
    if payment.refunded_at:
        return payment
    if not payment.refund_due:
        raise Obstacle("not_possible_now", state=application.state, verb="refund")

    if not by_hand:
        _give_back(payment)
    payment.refunded_at = now
    payment.save(update_fields=["refunded_at"])
    worklist.end_task(application, OfficerTask.Kind.REFUND, cause=pk, now=now, officer=officer)
    letters.send(application, "refunded", cause=pk, now=now, payment=pk)
    audit.write("refund", "payment", pk, actor=audit.actor_of(officer), now=now, by_hand=by_hand)
    return payment


def _give_back(payment: Payment) -> None:
    taker = provider()
    if taker.name != payment.provider:
        raise Obstacle("other_provider", provider=payment.provider)
    taker.refund(payment.reference, key=f"refund:{payment.pk}")
