"""The fee: paid once, whatever is reported, and however often."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.test import override_settings

from guichet.applications import queries
from guichet.applications.apply import starting
from guichet.applications.decisions import rules as decision_rules
from guichet.applications.fee import actions as payments
from guichet.applications.fee import providers
from guichet.applications.fee.providers import TEST, Report, TestProvider
from guichet.applications.letters import mail
from guichet.applications.models import Application, Authorization, OfficerTask, Payment
from guichet.applications.testing import NOW, make_officer, make_sent, paid, pay
from guichet.eligibility.programme import programme
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle


def begin(application: Application) -> Payment:
    return payments.begin(application.pk, now=NOW)


def settle(payment: Payment, **changes: Any) -> Application:
    return payments.settle(TEST, replace(paid(payment.reference), **changes), now=NOW)


@pytest.mark.django_db
def test_it_begins_a_payment_once() -> None:
    application = make_sent().application
    assert begin(application) == begin(application)


@pytest.mark.django_db
def test_it_takes_a_message_that_arrives_twice_for_one() -> None:
    application = make_sent().application
    payment = begin(application)
    for _ in range(3):
        assert settle(payment).state == "issued"
    assert Payment.objects.get().state == "paid"
    assert Authorization.objects.count() == 1
    assert application.letters.filter(kind="received").count() == 1


@pytest.mark.django_db
def test_it_can_be_paid_after_it_failed() -> None:
    application = make_sent().application
    application_after = settle(begin(application), paid=False, failure="declined")
    assert application_after.state == "submitted_unpaid"
    assert Payment.objects.get().failure == "declined"
    assert pay(application).state == "issued"
    assert list(Payment.objects.values_list("state", flat=True)) == ["failed", "paid"]


@pytest.mark.django_db
def test_it_believes_success_that_arrives_after_a_failure_and_no_failure_after_success() -> None:
    payment = begin(make_sent().application)
    settle(payment, paid=False)
    assert settle(payment).state == "issued"
    settle(payment, paid=False)
    assert Payment.objects.get().state == "paid"


@pytest.mark.django_db
def test_it_gives_back_what_was_paid_twice() -> None:
    application = make_sent().application
    first = begin(application)
    settle(first, paid=False)
    second = begin(application)
    settle(second)
    settle(first)
    first.refresh_from_db()
    assert first.refund_due
    assert list(application.tasks.values_list("kind", flat=True)) == ["refund"]


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"cents": 699}, {"currency": "USD"}])
def test_it_processes_nothing_for_the_wrong_amount(changes: dict[str, object]) -> None:
    application = make_sent().application
    assert settle(begin(application), **changes).state == "submitted_unpaid"
    assert Payment.objects.get().refund_due


def paid_twice() -> Payment:
    application = make_sent().application
    first = begin(application)
    settle(first, paid=False)
    settle(begin(application))
    settle(first)
    first.refresh_from_db()
    return first


@pytest.mark.django_db
def test_it_gives_back_once_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    refunds: list[tuple[str, str]] = []
    monkeypatch.setattr(
        TestProvider, "refund", lambda self, reference, *, key: refunds.append((reference, key))
    )
    payment, officer = paid_twice(), make_officer()
    for minutes in range(3):
        refunded_payment = payments.refunded(
            payment.pk, officer=officer, now=NOW + timedelta(days=1, minutes=minutes)
        )
        assert refunded_payment.refunded_at == NOW + timedelta(days=1)
    assert refunds == [(payment.reference, f"refund:{payment.pk}")]
    application = payment.application
    task = application.tasks.get(kind="refund")
    assert task.done_at and task.officer_id == officer
    assert AuditEntry.objects.get(verb="refund").actor == f"staff:{officer}"
    text = mail.mail(application.letters.get(kind="refunded")).text
    assert payment.reference in text
    assert "Given back on: November 24, 2026" in text
    assert queries.payment_of(application) != payment


@pytest.mark.django_db
def test_it_notes_nothing_when_the_provider_gives_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(self: TestProvider, reference: str, *, key: str) -> None:
        raise Obstacle("payment_unavailable")

    monkeypatch.setattr(TestProvider, "refund", fails)
    payment, officer = paid_twice(), make_officer()
    with pytest.raises(Obstacle, match="payment_unavailable"):
        payments.refunded(payment.pk, officer=officer, now=NOW)
    payment.refresh_from_db()
    assert payment.refunded_at is None
    assert payment.application.tasks.get(kind="refund").done_at is None
    refunded_payment = payments.refunded(payment.pk, officer=officer, now=NOW, by_hand=True)
    assert refunded_payment.refunded_at == NOW


@pytest.mark.django_db
def test_it_gives_back_through_the_provider_that_took_it() -> None:
    payment = paid_twice()
    Payment.objects.filter(pk=payment.pk).update(provider="bank")
    with pytest.raises(Obstacle, match="other_provider"):
        payments.refunded(payment.pk, officer=make_officer(), now=NOW)


@pytest.mark.django_db
def test_it_gives_no_fee_back_that_was_used() -> None:
    payment = pay(make_sent().application).payments.get()
    with pytest.raises(Obstacle, match="not_possible_now"):
        payments.refunded(payment.pk, officer=make_officer(), now=NOW)
    with pytest.raises(Obstacle, match="not_found"):
        payments.refunded(0, officer=make_officer(), now=NOW)
    with pytest.raises(IntegrityError, match="only_what_is_due_is_given_back"):
        Payment.objects.filter(pk=payment.pk).update(refunded_at=NOW)


@pytest.mark.django_db
def test_it_knows_no_payment_it_did_not_begin() -> None:
    with pytest.raises(Obstacle, match="not_found"):
        payments.settle(TEST, paid("test-of-somebody-else"), now=NOW)


@pytest.mark.django_db
def test_it_takes_no_fee_for_a_draft_or_twice() -> None:
    draft = starting.start(language="en", network=None, now=NOW).application
    with pytest.raises(Obstacle, match="not_possible_now"):
        begin(draft)
    application = pay(make_sent().application)
    with pytest.raises(Obstacle, match="not_possible_now"):
        begin(application)


@pytest.mark.django_db
def test_it_keeps_the_payment_when_the_decision_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.applications.decisions import upkeep

    application = make_sent().application
    payment = begin(application)
    with monkeypatch.context() as broken:
        broken.setattr(decision_rules, "review_reasons", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(payment)
        assert upkeep.decide_waiting(now=NOW) == 0
    application.refresh_from_db()
    assert application.state == "submitted"

    assert upkeep.decide_waiting(now=NOW + timedelta(minutes=1)) == 1
    application.refresh_from_db()
    assert application.state == "issued"


@pytest.mark.django_db
def test_it_takes_what_was_late_off_the_list_once_the_rule_has_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from guichet.applications.decisions import upkeep

    payment = begin(make_sent().application)
    with monkeypatch.context() as broken:
        broken.setattr(decision_rules, "review_reasons", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(payment)
        upkeep.tell_late(now=NOW + timedelta(hours=73))
    task = OfficerTask.objects.get(kind="late")
    assert task.done_at is None

    assert upkeep.decide_waiting(now=NOW + timedelta(hours=74)) == 1
    task.refresh_from_db()
    assert task.done_at == NOW + timedelta(hours=74)


@pytest.mark.django_db
def test_it_lets_the_database_refuse_a_second_fee() -> None:
    application = pay(make_sent().application)
    with pytest.raises(IntegrityError, match="one_fee_an_application"):
        Payment.objects.create(
            application=application,
            provider=TEST,
            reference="another",
            cents=700,
            currency="CAD",
            state="paid",
            started_at=NOW,
            settled_at=NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_it_is_paid_once_when_five_messages_arrive_together() -> None:
    payment = begin(make_sent().application)
    together = Barrier(5)

    def report(_: int) -> str:
        together.wait()
        try:
            return settle(payment).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(report, range(5)))
    assert set(answers) <= {"submitted", "auto_review", "issued"}
    assert Authorization.objects.count() == 1
    assert Application.objects.get().letters.filter(kind="received").count() == 1


@pytest.mark.parametrize("changes", [{"PRODUCTION": True}, {"LOOPBACK": False}])
def test_it_refuses_to_take_no_money_in_public(changes: dict[str, bool]) -> None:
    with override_settings(**changes), pytest.raises(SystemExit, match="loopback"):
        TestProvider()


def test_it_says_so_when_payments_are_not_set_up() -> None:
    providers.provider.cache_clear()
    with override_settings(PAYMENT_PROVIDER=""), pytest.raises(Obstacle, match="payment_unavail"):
        providers.provider()


class Bank(TestProvider):
    """A plug-in, found by its dotted path."""

    name = "bank"

    def read(self, body: bytes, headers: Any) -> Report:
        return Report(reference=body.decode(), paid=True)


def test_it_finds_a_plug_in_by_its_path() -> None:
    providers.provider.cache_clear()
    with override_settings(PAYMENT_PROVIDER=f"{__name__}.Bank"):
        assert providers.provider().name == "bank"
    providers.provider.cache_clear()


def test_it_takes_the_fee_that_every_page_says() -> None:
    assert programme().price("en") == "CAD\xa07"
    assert programme().price("fr") == "7\xa0CAD"
