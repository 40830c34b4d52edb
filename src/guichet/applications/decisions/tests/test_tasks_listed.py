"""What waits for officers: by when, and what takes it off their list."""

from datetime import timedelta

import pytest

from guichet.applications import worklist
from guichet.applications.decisions import actions as decisions
from guichet.applications.models import Application
from guichet.applications.testing import NOW, explained, make_asked, make_listed, make_officer

pytestmark = pytest.mark.django_db


def waiting(application: Application) -> list[str]:
    return sorted(application.tasks.filter(done_at=None).values_list("kind", flat=True))


def test_it_is_due_when_the_case_is() -> None:
    application = make_listed()
    assert application.tasks.get().due_at == application.due_at


def test_it_gives_other_tasks_the_time_an_answer_takes() -> None:
    application = make_listed()
    later = NOW + timedelta(days=9)
    task = worklist.add_task(application, "refund", cause=1, now=later)
    assert task.due_at == later + timedelta(hours=72)


def test_it_keeps_a_refund_and_a_correction_on_the_list_when_a_case_is_decided() -> None:
    application, officer = make_listed(), make_officer()
    for kind in ("refund", "correction"):
        worklist.add_task(application, kind, cause=1, now=NOW)
    decisions.refuse(application.pk, officer=officer, why=explained(), now=NOW)
    assert waiting(application) == ["correction", "refund"]


def test_it_lists_a_case_again_that_is_taken_up_without_an_answer() -> None:
    application, officer = make_asked(), make_officer()
    assert waiting(application) == []
    later = NOW + timedelta(days=2)
    decisions.resume(application.pk, officer=officer, now=later)
    assert waiting(application) == ["decide"]
    assert application.tasks.get(done_at=None).due_at == later + timedelta(hours=72)
