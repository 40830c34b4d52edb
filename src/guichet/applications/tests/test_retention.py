"""What is forgotten, when, and that nothing of it stays; what is open or valid is never touched."""

from datetime import timedelta

import pytest
from django.apps import apps

from guichet.applications import periods, queries, retention, worklist
from guichet.applications.changes import actions, corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, reconsiderations, requests
from guichet.applications.fee import actions as payments
from guichet.applications.fee.providers import TEST, TestProvider
from guichet.applications.models import (
    Application,
    Authorization,
    Enquiry,
    Paper,
    PaperBytes,
    Payment,
)
from guichet.applications.testing import (
    NOW,
    explained,
    make_asked,
    make_draft,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
    make_sent,
    paid,
    pay,
)
from guichet.kernel.content.retention import KINDS
from guichet.kernel.content.retention import table as retention_table
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRETS = {
    "surname": "ZWETSCHGENMUS",
    "given_names": "QUIRINUS",
    "email": "quirinus@example.org",
    "birth_city": "Wixhausen",
    "passport_number": "QX7654321",
    "signature": "Quirinus Zwetschgenmus",
}


def due(kind: str) -> timedelta:
    return periods.period(kind) + timedelta(seconds=1)


def everything_kept() -> str:
    """Return every value of every row of ours, as one text."""
    rows = [
        row
        for label in ("applications", "kernel")
        for model in apps.get_app_config(label).get_models()
        for row in model._default_manager.values_list()
    ]
    return "\n".join(
        value.hex() if isinstance(value, bytes | memoryview) else str(value)
        for row in rows
        for value in row
    )


def add_paper(application: Application, name: str) -> Paper:
    paper = Paper.objects.create(
        application=application,
        request=application.requests.first(),
        name=name,
        kind="pdf",
        size=3,
        digest=b"d" * 32,
        verdict="clean",
        state="handed_in",
        added_at=NOW,
        handed_in_at=NOW,
    )
    PaperBytes.objects.create(paper=paper, content=b"abc")
    return paper


def add_enquiry(
    application: Application | None, *, answered: bool, words: str = "Why?", number: str = "1"
) -> Enquiry:
    return Enquiry.objects.create(
        number=f"E{number.zfill(9)}",
        application=application,
        kind="other",
        words=words,
        reply_to="quirinus@example.org",
        language="en",
        created_at=NOW,
        promised_on=NOW.date(),
        answered_at=NOW if answered else None,
        officer_id=make_officer() if answered else None,
        answer="Because." if answered else "",
    )


def rich_refusal() -> Application:
    """Return a refused case on which everything hangs that a case can have."""
    application = make_asked(1, **SECRETS)
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "I, Quirinus, was ill.", now=NOW)
    add_paper(application, "zwetschgenmus.pdf")
    corrections.correct(application.pk, {"job_title": "Wixhausen smith"}, now=NOW)
    corrections.correct(application.pk, {"email": "zwetschgenmus@example.org"}, now=NOW)
    add_enquiry(application, answered=True, words="I am Quirinus")
    decisions.refuse(application.pk, officer=make_officer(), why=explained(), now=NOW)
    reconsideration = reconsiderations.request_reconsideration(
        application.pk, "Quirinus is innocent", now=NOW
    )
    reconsiderations.reconsider(
        reconsideration.pk,
        officer=make_officer("other"),
        reopened=False,
        public=["no_new_facts"],
        now=NOW,
    )
    return application


def test_it_says_a_reason_and_a_source_for_every_period() -> None:
    rows = retention_table()
    assert set(rows) == set(KINDS)
    assert all(row["days"] > 0 and row["what"] and row["reason"] for row in rows.values())
    assert all(row["source"] for row in rows.values())


def test_it_leaves_nothing_of_a_person_behind() -> None:
    application = rich_refusal()
    keys = [bytes(application.passport or b"").hex(), bytes(application.person or b"").hex()]
    traces = [*SECRETS.values(), "Quirinus", "zwetschgenmus", *keys, application.number]
    before = everything_kept()
    assert all(trace in before for trace in traces)

    assert retention.purge(now=NOW + due("refused") - 2 * DAY)["refused applications"] == 0
    assert retention.purge(now=NOW + due("refused"))["refused applications"] == 1

    after = everything_kept()
    assert [trace for trace in traces if trace in after] == []
    assert not Application.objects.exists()
    assert Payment.objects.get().application is None
    assert AuditEntry.objects.filter(verb="purge", record=application.pk).exists()


def test_it_forgets_a_payment_when_the_books_may() -> None:
    rich_refusal()
    retention.purge(now=NOW + due("refused"))
    assert Payment.objects.count() == 1
    assert retention.purge(now=NOW + due("payments"))["payments"] == 1
    assert not Payment.objects.exists()


def test_it_keeps_a_case_without_refusal_for_a_shorter_time() -> None:
    withdrawn = make_listed(1)
    actions.withdraw(withdrawn.pk, now=NOW)
    make_refused(2)
    counts = retention.purge(now=NOW + due("finished"))
    assert counts["finished applications"] == 1
    assert list(Application.objects.values_list("state", flat=True)) == ["refused"]


def test_it_never_touches_a_valid_authorization_or_an_open_case() -> None:
    make_paid(1)
    make_listed(2)
    make_asked(3)
    total = Application.objects.count()
    counts = retention.purge(now=NOW + timedelta(days=40 * 365))
    assert sum(counts.values()) == 0
    assert Application.objects.count() == total
    assert Authorization.objects.get().ended_at is None


def test_it_counts_from_the_end_of_an_authorization() -> None:
    authorization = Authorization.objects.get(application=make_paid(1))
    ended = NOW + timedelta(days=6 * 366)
    authorizations.expire(now=ended)
    assert retention.purge(now=ended + due("finished") - 2 * DAY)["finished applications"] == 0
    assert retention.purge(now=ended + due("finished"))["finished applications"] == 1
    assert not Authorization.objects.filter(pk=authorization.pk).exists()


def test_it_keeps_a_canceled_one_as_long_as_a_refusal() -> None:
    authorization = Authorization.objects.get(application=make_paid(1))
    authorizations.cancel(authorization, officer=make_officer(), why=explained(), now=NOW)
    assert sum(retention.purge(now=NOW + due("finished")).values()) == 0
    assert retention.purge(now=NOW + due("refused"))["refused applications"] == 1


@pytest.mark.parametrize("open_thing", ["reconsideration", "enquiry", "refund", "task"])
def test_it_waits_for_what_is_open_or_owed(open_thing: str) -> None:
    application = make_refused(1)
    if open_thing == "reconsideration":
        reconsiderations.request_reconsideration(application.pk, "I was not there", now=NOW)
    elif open_thing == "enquiry":
        add_enquiry(application, answered=False)
    elif open_thing == "refund":
        Payment.objects.filter(application=application).update(refund_due=True)
    else:
        worklist.add_task(application, "correction", cause=1, now=NOW)
    assert sum(retention.purge(now=NOW + timedelta(days=40 * 365)).values()) == 0


def test_it_erases_papers_before_the_case_that_is_kept_longer() -> None:
    refusal, case, approved = make_refused(1, **SECRETS), make_asked(2), make_paid(3)
    refusal.requests.create(kind="other", asked_at=NOW, due_on=NOW.date(), answered_at=NOW)
    approved.requests.create(kind="other", asked_at=NOW, due_on=NOW.date(), answered_at=NOW)
    for application in (refusal, case, approved):
        add_paper(application, "court.pdf")
    counts = retention.purge(now=NOW + DAY + due("papers"))
    assert counts["papers"] == 2
    assert Paper.objects.get().application == case
    assert PaperBytes.objects.count() == 1
    assert Application.objects.count() == 3


def test_it_erases_what_was_left_unfinished_or_given_up() -> None:
    make_draft(1)
    make_sent(2)
    actions.withdraw(make_draft(3).application.pk, now=NOW)
    failed = make_sent(4).application
    payment = payments.begin(failed.pk, now=NOW)
    case = make_paid(5)
    later = NOW + periods.period("unfinished")
    assert retention.purge(now=later)["unfinished applications"] == 0
    assert retention.purge(now=later + DAY / 24)["unfinished applications"] == 4
    assert list(Application.objects.all()) == [case]
    payment.refresh_from_db()
    assert payment.application is None


def test_it_waits_for_a_payment_that_was_begun_late() -> None:
    application = make_sent(1).application
    payments.begin(application.pk, now=NOW + 29 * DAY)
    assert retention.purge(now=NOW + 31 * DAY)["unfinished applications"] == 0
    pay(application, now=NOW + 31 * DAY)
    application.refresh_from_db()
    assert application.state == "issued"


def test_it_gives_back_at_once_what_is_paid_for_an_erased_application(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given_back: list[str] = []
    monkeypatch.setattr(
        TestProvider, "refund", lambda self, reference, *, key: given_back.append(reference)
    )
    payment = payments.begin(make_sent(1).application.pk, now=NOW)
    late = NOW + due("unfinished")
    retention.purge(now=late)
    for _ in range(2):
        with pytest.raises(Obstacle, match="not_found"):
            payments.settle(TEST, paid(payment.reference), now=late)
    assert given_back == [payment.reference]
    payment.refresh_from_db()
    assert payment.refunded_at == late


def test_it_erases_answered_questions_without_a_case() -> None:
    add_enquiry(None, answered=True, number="1")
    waiting = add_enquiry(None, answered=False, number="2")
    assert retention.purge(now=NOW + due("enquiries"))["enquiries"] == 1
    assert list(Enquiry.objects.all()) == [waiting]


def test_it_leaves_a_case_to_which_something_has_just_happened() -> None:
    """The choice is made again once the case is locked."""
    application = make_refused(1)
    later = NOW + due("refused") + DAY
    cases = retention.refused(before=later - periods.period("refused"))
    assert list(cases) == [application]
    reconsiderations.request_reconsideration(application.pk, "I was not there", now=later)
    assert retention._erase(cases, [application.pk], now=later) == 0
    assert Application.objects.filter(pk=application.pk).exists()


def test_it_may_run_twice() -> None:
    rich_refusal()
    assert sum(retention.purge(now=NOW + due("refused")).values()) > 0
    assert sum(retention.purge(now=NOW + due("refused")).values()) == 0
