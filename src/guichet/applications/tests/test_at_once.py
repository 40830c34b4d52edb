"""What happens at the same moment in two transactions: one waits, neither is undone."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from guichet.applications import queries
from guichet.applications.decisions import reconsiderations, requests
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, DocumentRequest, Paper, PaperBytes
from guichet.applications.papers import actions as papers
from guichet.applications.testing import (
    DUE_ON,
    NOW,
    make_asked,
    make_listed,
    make_officer,
    make_refused,
)
from guichet.kernel.obstacles import Obstacle

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOON = NOW + (DUE_ON - NOW.date()) - timedelta(days=1)
OVER = NOW + timedelta(days=40)


def beside[T](work: Callable[[], T], pool: ThreadPoolExecutor) -> Future[T]:
    """Begin something in another transaction; return once it is done or waits for a lock."""

    def apart() -> T:
        start.set()
        try:
            return work()
        finally:
            connection.close()

    start = threading.Event()
    future = pool.submit(apart)
    start.wait()
    until = monotonic() + 20
    while not future.done() and not _somebody_waits():
        assert monotonic() < until
        sleep(0.02)
    return future


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks NATURAL JOIN pg_stat_activity"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def not_waiting() -> None:
    """Let this transaction fail where it would have to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")


def test_it_lets_others_write_beside_a_case_that_somebody_decides() -> None:
    application = make_listed()

    def write() -> object:
        with transaction.atomic():
            not_waiting()
            return letters.send(application, "late", cause="x", now=NOW)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        queries.locked(application.pk)
        assert beside(write, pool).result()


def test_it_reminds_nobody_who_answers_at_that_moment() -> None:
    application = make_asked()
    request = queries.open_requests(application).get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            requests.answer_request(application.pk, request.pk, "Here.", now=SOON)
            reminded = beside(lambda: requests.remind(now=SOON), pool)
            assert not reminded.done()
        assert reminded.result() == 0
    assert not application.letters.filter(kind="reminder").exists()


def test_it_lists_nothing_as_overdue_that_is_answered_at_that_moment() -> None:
    application = make_asked()
    request = queries.open_requests(application).get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            requests.answer_request(application.pk, request.pk, "Here.", now=OVER)
            listing = beside(lambda: requests.list_overdue(now=OVER), pool)
            assert not listing.done()
        assert listing.result() == 0
    assert not application.tasks.filter(kind="request_due").exists()


def test_it_looks_again_once_when_two_officers_do_so_at_once() -> None:
    application = make_refused(officer=make_officer("first"))
    reconsideration = reconsiderations.request_reconsideration(application.pk, "Please", now=NOW)
    second, third = make_officer("second"), make_officer("third")

    def uphold() -> object:
        reasons = ["nothing_new"]
        return reconsiderations.reconsider(
            reconsideration.pk, officer=third, reopened=False, public=reasons, now=NOW
        )

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            reconsiderations.reconsider(
                reconsideration.pk, officer=second, reopened=True, public=[], now=NOW
            )
            upheld = beside(uphold, pool)
            assert not upheld.done()
        with pytest.raises(Obstacle, match="not_found"):
            upheld.result()
    reconsideration.refresh_from_db()
    assert (reconsideration.outcome, reconsideration.officer_id) == ("reopened", second)


def test_it_removes_a_paper_while_the_worker_scans_it() -> None:
    application = make_asked()
    paper = _waiting(application, queries.open_requests(application).get())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Paper.objects.select_for_update().get(pk=paper.pk)
            removed = beside(lambda: papers.remove(application.pk, paper.pk, now=NOW), pool)
            not_waiting()
            made_anew = PaperBytes.objects.get(paper=paper)
            made_anew.content = b"made anew"
            made_anew.save(update_fields=["content"])
        assert removed.result().state == "removed"
    assert not PaperBytes.objects.filter(paper=paper).exists()


def _waiting(application: Application, request: DocumentRequest) -> Paper:
    paper = application.papers.create(
        request=request, name="a.pdf", kind="pdf", size=1, digest=bytes(32), added_at=NOW
    )
    PaperBytes.objects.create(paper=paper, content=b"%PDF-")
    return paper
