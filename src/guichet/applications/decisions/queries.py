"""Reads for decisions: what is known beside an application, and what waits for the worker."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet

from guichet.applications import states, worklist
from guichet.applications.decisions.rules import History
from guichet.applications.models import Application, Authorization, Decision, DocumentRequest
from guichet.applications.queries import is_same_passport, is_same_person


def valid_authorization(application: Application) -> Authorization | None:
    """Return the authorization of an application's passport that was not ended."""
    return Authorization.objects.filter(is_same_passport(application), ended_at=None).first()


def refused_by(application: Application) -> frozenset[int]:
    """Return who refused a case: each who decided, and who agreed before it was sent."""
    refusals = Decision.objects.filter(application=application, kind="refused")
    pairs = refusals.values_list("officer_id", "second_officer_id")
    return frozenset(officer for pair in pairs for officer in pair if officer)


def history_of(application: Application) -> History:
    """Return what is known of the passport and the person beside this application."""
    others = Application.objects.exclude(pk=application.pk)
    same_passport = others.filter(is_same_passport(application))
    same_person = others.filter(is_same_person(application))
    applications = same_passport.exclude(state__in=sorted(states.UNSENT | {"abandoned"}))
    adverse = Decision.objects.exclude(application=application.pk)
    adverse = adverse.filter(kind__in=["refused", "cancelled"])
    of_person = adverse.filter(is_same_person(application, of="application__"))
    is_open = Q(state__in=sorted(states.OPEN))
    of_passport = adverse.filter(is_same_passport(application, of="application__"))
    facts = {
        "other_person_on_passport": Exists(applications.exclude(is_same_person(application))),
        "adverse_decision": Exists(of_person) | Exists(of_passport),
        "other_open": Exists(same_passport.filter(is_open)) | Exists(same_person.filter(is_open)),
        "is_listed": Exists(worklist.tasks_of(application)),
    }
    row = Application.objects.filter(pk=application.pk).annotate(**facts)
    return History(**row.values(*facts).get())


def requests_due(*, by: date) -> QuerySet[DocumentRequest]:
    """Return the questions whose day comes and of which nobody was reminded."""
    return DocumentRequest.objects.filter(
        answered_at=None,
        dropped_at=None,
        reminded_at=None,
        due_on__lte=by,
        application__state__in=sorted(states.THEIRS),
    ).select_related("application")


def undecided(*, most: int = 200) -> Sequence[int]:
    """Return applications that were paid and that no rule has looked at yet."""
    waiting = Application.objects.filter(state__in=["submitted", "auto_review"])
    return list(waiting.order_by("submitted_at").values_list("pk", flat=True)[:most])


def late(*, now: datetime, most: int = 500) -> Sequence[int]:
    """Return applications for which we owe an answer, and nobody was told that it is late."""
    owed = Application.objects.filter(
        state__in=sorted(states.OURS), late_told_at=None, due_at__lte=now
    )
    return list(owed.order_by("due_at").values_list("pk", flat=True)[:most])


def over(*, today: date, most: int = 1000) -> Sequence[int]:
    """Return authorizations whose last day has passed and that nobody has ended."""
    past = Authorization.objects.filter(ended_at=None, valid_until__lt=today)
    return list(past.order_by("valid_until").values_list("pk", flat=True)[:most])
