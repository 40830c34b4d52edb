"""Reads worth a name: applications for their owners, officers and the worker."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from guichet.applications import numbers, states
from guichet.applications.models import (
    Application,
    Authorization,
    Correspondence,
    Decision,
    DocumentRequest,
    Payment,
    Reconsideration,
)
from guichet.applications.rules import History
from guichet.eligibility.law import EASTERN
from guichet.kernel.obstacles import Obstacle


def application(pk: int) -> Application:
    """Return an application; raise Obstacle when there is none."""
    return _found(Application.objects.filter(pk=pk).first())


def locked(pk: int) -> Application:
    """Return an application that nobody else changes until the transaction ends.

    What hangs on it can still be written: otherwise who locks a letter, a task or an authorization
    first, and then writes beside it, would wait for us while we wait for them.
    """
    return _found(Application.objects.select_for_update(no_key=True).filter(pk=pk).first())


def by_number(number: str) -> Application | None:
    """Return the application of a number as it was typed."""
    return Application.objects.filter(number=numbers.read(number)).first()


def authorization_of(application: Application) -> Authorization | None:
    """Return what an approval gave, valid or not."""
    return Authorization.objects.filter(application=application).first()


def valid_authorization(passport: bytes) -> Authorization | None:
    """Return the authorization of a passport that was not ended."""
    return Authorization.objects.filter(passport=passport, ended_at=None).first()


def valid_for_same(application: Application, *, now: datetime) -> Authorization | None:
    """Return the valid authorization of the passport and person of an application, if there is one.

    Birth and expiry must be the same as well: then the answers hold all that the look-up of a
    status asks, and nobody learns here what they could not learn there.
    """
    if not (application.passport and application.born_on and application.document_expires_on):
        return None
    others = Authorization.objects.exclude(application=application).select_related("application")
    return others.filter(
        passport=application.passport,
        ended_at=None,
        valid_until__gte=now.astimezone(EASTERN).date(),
        application__born_on=application.born_on,
        application__document_expires_on=application.document_expires_on,
    ).first()


def is_same_person(application: Application, *, of: str = "") -> Q:
    """Return what tells an application of the same person: the letters of the names, or the words.

    One whose words are not derived yet is known by its letters alone.
    """
    same = Q(**{f"{of}person": application.person})
    if application.person_words:
        same |= Q(**{f"{of}person_words": application.person_words})
    return same


def history_of(application: Application) -> History:
    """Return what is known of the passport and the person beside this application."""
    others = Application.objects.exclude(pk=application.pk)
    same_passport = others.filter(passport=application.passport)
    same_person = others.filter(is_same_person(application))
    sent = same_passport.exclude(state__in=sorted(states.UNSENT | {"abandoned"}))
    adverse = Decision.objects.exclude(application=application.pk)
    adverse = adverse.filter(kind__in=["refused", "cancelled"])
    return History(
        other_person_on_passport=sent.exclude(is_same_person(application)).exists(),
        adverse_decision=adverse.filter(is_same_person(application, of="application__")).exists()
        or adverse.filter(application__passport=application.passport).exists(),
        other_open=same_passport.filter(state__in=sorted(states.OPEN)).exists()
        or same_person.filter(state__in=sorted(states.OPEN)).exists(),
    )


def open_requests(application: Application) -> QuerySet[DocumentRequest]:
    """Return the questions that wait for an answer, the most urgent first."""
    waiting = application.requests.filter(answered_at=None, dropped_at=None)
    return waiting.order_by("due_on", "pk")


def looked_at_again(application: Application) -> QuerySet[Reconsideration]:
    """Return the request to look again at a refusal that waits for its answer, if there is one."""
    return Reconsideration.objects.filter(decision__application=application, decided_at=None)


def takes_information(application: Application) -> bool:
    """Tell whether papers and words can be added: nothing is decided, or it is looked at again."""
    if application.state == "refused":
        return looked_at_again(application).exists()
    return application.state in states.OPEN


def requests_due(*, by: date) -> QuerySet[DocumentRequest]:
    """Return the questions whose day comes and of which nobody was reminded."""
    return DocumentRequest.objects.filter(
        answered_at=None,
        dropped_at=None,
        reminded_at=None,
        due_on__lte=by,
        application__state="info_requested",
    ).select_related("application")


def letters_of(application: Application) -> QuerySet[Correspondence]:
    """Return all that was sent, the newest first."""
    return application.letters.order_by("-pk")


def last_decision(application: Application, *kinds: str) -> Decision | None:
    """Return the newest decision of these kinds, or of any."""
    decisions = application.decisions.order_by("-pk")
    return (decisions.filter(kind__in=kinds) if kinds else decisions).first()


def payment_of(application: Application) -> Payment | None:
    """Return the payment that counts, or else the latest attempt."""
    paid = application.payments.filter(state="paid", refund_due=False).first()
    return paid or application.payments.order_by("-pk").first()


def returned_payments(application: Application) -> QuerySet[Payment]:
    """Return the payments that were not needed: given back, or about to be."""
    return application.payments.filter(refund_due=True).order_by("pk")


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


def _found(application: Application | None) -> Application:
    if application is None:
        raise Obstacle("not_found")
    return application
