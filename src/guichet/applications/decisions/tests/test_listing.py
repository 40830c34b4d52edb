"""The officers' list goes by columns of its own, whichever release wrote the task."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import listing, reconsiderations, upkeep
from guichet.applications.models import Decision, OfficerTask, Reconsideration, WaitingTally
from guichet.applications.testing import NOW, make_listed, make_officer, make_refused
from guichet.kernel import clock
from guichet.staff.testing import make_staff

pytestmark = pytest.mark.django_db
GOES_BY = ("family_name", "given_names", "nationality", "travel_on", "reason")
EMPTY = ("", "", "", None, "")


def counted() -> dict[str, int]:
    rows = WaitingTally.objects.values_list("kind").annotate(Sum("change"))
    return {kind: count for kind, count in rows if count}


def test_a_task_holds_what_the_list_goes_by_until_it_is_done() -> None:
    application = make_listed(now=clock.now())
    row = application.tasks.values_list(*GOES_BY).get()
    assert row[0] == application.answers["surname"]
    assert row[2] == application.answers["nationality"]
    assert row[4] == application.review_reasons[0]

    decisions.close(application.pk, officer=make_officer(), public=["citizen"], now=clock.now())
    assert application.tasks.values_list(*GOES_BY).get() == EMPTY


def test_a_correction_is_on_the_list_at_once() -> None:
    application = make_listed()
    travel = {"travel_known": "yes", "travel_date": "2026-12-24", "travel_time": "10:15"}
    zone = {"travel_time_zone": "Europe/Dublin"}
    corrections.correct(application.pk, {**travel, **zone}, now=NOW)
    assert application.tasks.get(kind="decide").travel_on == date(2026, 12, 24)


def test_what_the_release_before_wrote_is_filled_and_counted() -> None:
    application, now = make_listed(now=clock.now()), clock.now()
    OfficerTask.objects.filter(application=application).update(
        family_name="", given_names="", nationality="", reason="", is_filled=False
    )
    OfficerTask.objects.create(
        application=application, kind="late", key="late:before", created_at=now, due_at=now
    )
    assert counted() == {"decide": 1, "late": 1}

    while listing.look_after(now=now):
        pass
    row = OfficerTask.objects.get(done_at=None)
    assert (row.kind, row.family_name) == ("decide", application.answers["surname"])
    assert counted() == {"decide": 1}
    assert WaitingTally.objects.count() == 1  # of all its changes one row is left


def test_a_late_case_stands_on_the_list_once() -> None:
    application = make_listed(now=clock.now())
    type(application).objects.filter(pk=application.pk).update(due_at=clock.now())
    assert upkeep.tell_late(now=clock.now()) == 1
    assert list(application.tasks.values_list("kind", flat=True)) == ["decide"]


def test_nobody_who_refused_can_hold_the_second_look() -> None:
    application = make_refused(now=clock.now())
    first = Decision.objects.get(application=application, kind="refused").officer_id
    reconsiderations.request_reconsideration(application.pk, "Acquitted.", now=clock.now())
    task = application.tasks.filter(kind="reconsideration")
    assert task.get().barred == [first]
    with pytest.raises(IntegrityError, match="who_refused_holds"), transaction.atomic():
        task.update(officer=first)

    second = make_staff("deciding_officer").pk
    request = Reconsideration.objects.get()
    reconsiderations.reconsider(
        request.pk, officer=second, reopened=True, public=[], now=clock.now()
    )
    again = application.tasks.get(done_at=None)
    assert (again.kind, again.barred) == ("decide", [first])
