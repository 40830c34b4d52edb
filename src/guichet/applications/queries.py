"""Reads worth a name: applications for their owners, officers and the worker."""

from datetime import datetime

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
    SecondReading,
)
from guichet.kernel.enciphering import current, shelves
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone

INTERVIEW_TIME = DocumentRequest.INTERVIEW_TIME


def application(pk: int) -> Application:
    """Return an application; raise Obstacle when there is none."""
    return _existing(Application.objects.filter(pk=pk).first())


def locked(pk: int) -> Application:
    """Return an application that nobody else changes until the transaction ends.

    What hangs on it can still be written: otherwise who locks a letter, a task or an authorization
    first, and then writes beside it, would wait for us while we wait for them.
    """
    return _existing(Application.objects.select_for_update(no_key=True).filter(pk=pk).first())


def by_number(number: str) -> Application | None:
    """Return the application of a number as it was typed."""
    return Application.objects.filter(number=numbers.read(number)).first()


def authorization_of(application: Application) -> Authorization | None:
    """Return what an approval gave, valid or not."""
    return Authorization.objects.filter(application=application).first()


def valid_for_same(application: Application, *, now: datetime) -> Authorization | None:
    """Return the valid authorization of the passport and person of an application, if there is one.

    Birth and expiry must be the same as well: then the answers hold all that the look-up of a
    status asks, and nobody learns here what they could not learn there.
    """
    if not (application.passport and application.born_on and application.document_expires_on):
        return None
    others = Authorization.objects.exclude(application=application).select_related("application")
    return others.filter(
        is_same_passport(application),
        ended_at=None,
        valid_until__gte=now.astimezone(authority_zone()).date(),
        application__born_on=application.born_on,
        application__document_expires_on=application.document_expires_on,
    ).first()


def is_same_person(application: Application, *, of: str = "") -> Q:
    """Return what tells an application of the same person: the letters of the names, or the words.

    One whose words are not derived yet is known by its letters alone.
    """
    pair = current.identity_shelves()
    same = shelves.same(application, "person", pair, of=of)
    if application.person_words:
        same |= shelves.same(application, "person_words", pair, of=of)
    return same


def is_same_passport(application: Application, *, of: str = "") -> Q:
    """Return what tells an application, or an authorization, of the same passport."""
    return shelves.same(application, "passport", current.identity_shelves(), of=of)


def on_shelf(column: str) -> str:
    """Return the name of the column in which a keyed hash is looked up just now."""
    return f"{column}{current.identity_shelves().suffix}"


def open_requests(application: Application) -> QuerySet[DocumentRequest]:
    """Return the questions that wait for an answer, the most urgent first."""
    waiting = application.requests.filter(answered_at=None, dropped_at=None)
    return waiting.order_by("due_on", "pk")


def looked_at_again(application: Application) -> QuerySet[Reconsideration]:
    """Return the request to look again at a refusal that waits for its answer, if there is one."""
    return Reconsideration.objects.filter(decision__application=application, decided_at=None)


def open_readings(application: Application) -> QuerySet[SecondReading]:
    """Return the refusal that waits for a second officer, if there is one."""
    return SecondReading.objects.filter(task__about=application, task__done_at=None, outcome="")


def takes_information(application: Application) -> bool:
    """Tell whether papers and words can be added: nothing is decided, or it is looked at again."""
    if application.state == "refused":
        return looked_at_again(application).exists()
    return application.state in states.OPEN


def letters_of(application: Application) -> QuerySet[Correspondence]:
    """Return all that was sent, the newest first."""
    return application.letters.order_by("-pk")


def last_decision(application: Application, *kinds: str) -> Decision | None:
    """Return the newest decision of these kinds, or of any."""
    decisions = application.decisions.order_by("-pk")
    return (decisions.filter(kind__in=kinds) if kinds else decisions).first()


def payment_of(application: Application) -> Payment | None:
    """Return the payment that counts, or else the latest attempt."""
    payment = application.payments.filter(state="paid", refund_due=False).first()
    return payment or application.payments.order_by("-pk").first()


def returned_payments(application: Application) -> QuerySet[Payment]:
    """Return the payments that were not needed: given back, or about to be."""
    return application.payments.filter(refund_due=True).order_by("pk")


def _existing(application: Application | None) -> Application:
    if application is None:
        raise Obstacle("not_found")
    return application


def has_valid_authorization(application: Application) -> bool:
    """Tell whether an application gave an authorization that nothing has ended."""
    authorization = authorization_of(application)
    return authorization is not None and authorization.ended_at is None
