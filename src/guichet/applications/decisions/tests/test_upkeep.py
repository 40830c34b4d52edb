"""What the worker does again and again, and does once."""

from datetime import timedelta

import pytest

from guichet.applications import queries
from guichet.applications.decisions import requests, upkeep
from guichet.applications.testing import DUE_ON, NOW, make_asked, make_listed, make_paid
from guichet.kernel.models import Dispatch

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(hours=72)


def test_it_tells_once_that_72_hours_have_passed() -> None:
    application = make_listed(1)
    make_paid(2)
    make_asked(3)
    assert upkeep.tell_late(now=LATE - timedelta(seconds=1)) == 0
    assert [upkeep.tell_late(now=LATE) for _ in range(3)] == [1, 0, 0]
    # It stands on the list already, and is late there: a second line would say no more.
    assert list(application.tasks.values_list("kind", flat=True)) == ["decide"]
    letter = application.letters.get(kind="late")
    assert Dispatch.objects.filter(kind="eta_letter", record=letter.pk).count() == 1


def test_it_tells_again_when_an_answer_waits_another_72_hours() -> None:
    application = make_asked()
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "Here", now=LATE)
    assert upkeep.tell_late(now=LATE) == 0
    assert upkeep.tell_late(now=LATE + timedelta(hours=72)) == 1


def test_it_reminds_once_of_a_day_that_comes() -> None:
    application = make_asked()
    assert requests.remind(now=NOW) == 0
    soon = NOW + (DUE_ON - NOW.date()) - timedelta(days=3)
    assert [requests.remind(now=soon) for _ in range(2)] == [1, 0]
    assert application.letters.filter(kind="reminder").count() == 1


def test_it_lists_for_an_officer_what_nobody_answered() -> None:
    make_asked()
    over = NOW + timedelta(days=40)
    assert requests.list_overdue(now=NOW) == 0
    assert [requests.list_overdue(now=over) for _ in range(2)] == [1, 0]
