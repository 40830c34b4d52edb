"""Papers in the database: caps, quarantine, the worker that tries again, and what is erased."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from guichet.applications import testing as worlds
from guichet.applications.changes import actions as changes_actions
from guichet.applications.decisions import requests
from guichet.applications.models import (
    Application,
    Correspondence,
    ExplanationDraft,
    Paper,
    PaperBytes,
)
from guichet.applications.papers import actions, queries, rules, serving, upkeep
from guichet.applications.papers.kinds import MEGABYTE
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.periods import period
from guichet.applications.testing import DUE_ON, NOW
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def add(application: Application, content: bytes, question: int | None = None) -> Paper:
    """Add a paper and let the worker look at it."""
    paper = actions.add(application.pk, question, name="a.pdf", original=content, now=NOW)
    look_at_papers(now=NOW)
    paper.refresh_from_db()
    return paper


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Obstacle) as obstacle:
        act()
    return obstacle.value.code


def question_of(application: Application) -> int:
    return application.requests.latest("pk").pk


def test_it_hands_in_nothing_that_nobody_will_ever_check(settings: Any) -> None:
    settings.CLAMD = ""
    application = worlds.make_asked()
    question = question_of(application)
    add(application, files.small(), question)
    actions.save_explanation(application.pk, question, "See there.", loaded="", now=NOW)
    assert code_of(lambda: actions.hand_in(application.pk, now=NOW)) == "cannot_be_checked"
    actions.remove(application.pk, Paper.objects.get().pk, now=NOW)
    assert actions.hand_in(application.pk, now=NOW).open_requests == []


def test_it_adds_the_same_paper_once(scanned: None) -> None:
    application = worlds.make_asked()
    content = files.small()
    first, again = (add(application, content, question_of(application)) for _ in range(2))
    assert first == again
    assert add(application, content) != first  # to another answer


def test_it_counts_what_was_refused_or_removed_as_well(
    down: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    monkeypatch.setattr(rules, "MOST_TRIES", 2)
    add(application, files.photo()[:9_000])
    actions.remove(application.pk, add(application, files.small()).pk, now=NOW)
    assert code_of(lambda: add(application, files.small())) == "too_many_tries"
    Paper.objects.update(added_at=NOW - timedelta(hours=25))
    assert add(application, files.small()).state == "waiting"


def test_it_caps_number_and_sum(down: None, monkeypatch: pytest.MonkeyPatch) -> None:
    application = worlds.make_listed()
    monkeypatch.setattr(rules, "MOST", 2)
    add(application, files.small())
    add(application, files.small())
    assert code_of(lambda: add(application, files.small())) == "too_many_papers"
    monkeypatch.setattr(rules, "MOST", 20)
    Paper.objects.update(size=50 * MEGABYTE - 1)
    assert code_of(lambda: add(application, files.small())) == "too_much_together"
    actions.remove(application.pk, Paper.objects.latest("pk").pk, now=NOW)
    assert add(application, files.small()).state == "waiting"


@pytest.mark.parametrize(
    "world", [worlds.make_paid, worlds.make_refused], ids=["issued", "refused"]
)
def test_it_takes_nothing_for_what_is_decided(world: Callable[[], Application]) -> None:
    application = world()
    assert code_of(lambda: add(application, files.small())) == "not_possible_now"
    say = lambda: actions.save_explanation(application.pk, None, "x", loaded="", now=NOW)  # noqa: E731
    assert code_of(say) == "not_possible_now"


def test_it_takes_nothing_for_the_question_of_another(down: None) -> None:
    theirs, mine = worlds.make_asked(1), worlds.make_asked(2)
    assert code_of(lambda: add(mine, files.small(), question_of(theirs))) == "not_found"


@pytest.mark.parametrize("verdict", ["infected", "not_scanned"])
@pytest.mark.parametrize("state", ["ready", "handed_in"])
def test_it_opens_only_what_is_clean_whatever_the_code_says(
    down: None, verdict: str, state: str
) -> None:
    paper = add(worlds.make_asked(), files.small())
    with pytest.raises(IntegrityError, match="only_clean_papers"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(state=state, verdict=verdict)
    assert code_of(lambda: serving.clean(paper.pk)) == "not_found"
    assert code_of(lambda: serving.whole(paper)) == "not_found"
    assert code_of(lambda: serving.picture(paper)) == "not_found"


def test_it_shows_officers_what_was_handed_in_and_nothing_else(scanned: None) -> None:
    application = worlds.make_asked()
    new_paper = add(application, files.pdf(1), question_of(application))
    assert not queries.clean_papers().filter(state="handed_in").exists()
    assert code_of(lambda: serving.clean(new_paper.pk)) == "not_found"
    actions.hand_in(application.pk, now=NOW)
    paper = queries.clean_papers().filter(state="handed_in").get()
    response = serving.whole(serving.clean(paper.pk), download=True)
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert serving.picture(paper)["Content-Type"] == "image/jpeg"


def test_it_forgets_what_nobody_hands_in(scanned: None) -> None:
    first, second = worlds.make_listed(1), worlds.make_asked(2)
    add(first, files.small())
    actions.save_explanation(first.pk, None, "Secret", loaded="", now=NOW)
    add(second, files.small(), question_of(second))
    actions.hand_in(second.pk, now=NOW)
    assert upkeep.purge(now=NOW + period("left_papers")) == 0
    assert upkeep.purge(now=NOW + period("left_papers") + timedelta(seconds=1)) == 1
    assert Paper.objects.get().state == "handed_in"
    assert PaperBytes.objects.count() == 1


def test_it_forgets_at_once_what_was_left_when_a_case_ends(scanned: None) -> None:
    application = worlds.make_listed()
    add(application, files.small())
    actions.save_explanation(application.pk, None, "Secret", loaded="", now=NOW)
    changes_actions.withdraw(application.pk, now=NOW)
    assert upkeep.purge(now=NOW) == 1
    assert not (Paper.objects.exists() or ExplanationDraft.objects.exists())


def test_it_erases_papers_with_their_case(down: None) -> None:
    application = worlds.make_draft().application
    paper = Paper(application=application, name="a.pdf", kind="pdf", size=3, digest=b"d" * 32)
    paper.added_at = NOW
    paper.save()
    PaperBytes.objects.create(paper=paper, content=b"pdf")
    Application.objects.filter(pk=application.pk).delete()
    assert not PaperBytes.objects.exists()


def test_it_reminds_of_what_is_still_open_after_a_part_was_handed_in() -> None:
    application = worlds.make_listed()
    documents = [("police_certificate", ""), ("itinerary", "")]
    officer = worlds.make_officer()
    requests.ask_for_documents(application.pk, documents, officer=officer, due_on=DUE_ON, now=NOW)
    first, second = application.requests.all()
    actions.save_explanation(application.pk, first.pk, "Here.", loaded="", now=NOW)
    assert list(actions.hand_in(application.pk, now=NOW).open_requests) == [second]
    soon = NOW.replace(month=12, day=18)
    assert requests.remind(now=soon) == 1
    reminder = Correspondence.objects.get(kind="reminder")
    assert reminder.key.endswith(f":{second.pk}")
    assert requests.list_overdue(now=NOW.replace(month=12, day=22)) == 1


def test_it_reads_no_bytes_for_a_list(scanned: None, django_assert_max_num_queries: Any) -> None:
    application = worlds.make_asked()
    add(application, files.photo(), question_of(application))
    with django_assert_max_num_queries(5) as question:
        queries.answers(application)
    assert not any("content" in query["sql"] for query in question.captured_queries)


def test_it_keeps_what_was_prepared_for_a_question_that_is_dropped(scanned: None) -> None:
    application = worlds.make_asked()
    question = question_of(application)
    add(application, files.small(), question)
    actions.save_explanation(application.pk, question, "From Dublin.", loaded="", now=NOW)
    worlds.decisions.resume(application.pk, officer=worlds.make_officer(), now=NOW)

    (answer,) = queries.answers(application)
    assert (answer.words, len(answer.papers)) == ("From Dublin.", 1)
    loaded = actions.mark_of("From Dublin.")
    actions.save_explanation(application.pk, None, "From Cork.", loaded=loaded, now=NOW)
    (request,) = actions.hand_in(application.pk, now=NOW).answered_requests
    assert (request.kind, request.explanation) == ("offered", "From Cork.")
    assert request.papers.get().state == "handed_in"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_adds_one_paper_for_two_windows_at_once(scanned: None) -> None:
    application = worlds.make_asked()
    question, content = question_of(application), files.small()

    def window(_: int) -> int:
        try:
            return add(application, content, question).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(window, range(4)))) == 1
    assert Paper.objects.count() == 1
