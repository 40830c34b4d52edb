"""A question and its answer are contacts among all others, and its day is a promise in one."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from guichet.applications.models import Enquiry
from guichet.interactions import actions as contacts
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction

OFFICERS = "officers"
ANSWER = "answer_enquiry"
ASKED, ANSWERED = "asked", "answered"  # outcomes
A_BATCH = 500


def note_asked(enquiry: Enquiry, *, contact: int | None = None) -> None:
    """Record that somebody asked, and what they were promised: by a form of the site, or a contact.

    Whoever has opened the case with number and PIN is known.
    """
    if contact is None:
        contact = _by_web_form(enquiry).pk
    else:
        for kind, number in _subjects(enquiry):
            contacts.add_subject(contact, kind, number)
    promise = contacts.make_promise(
        contact, ANSWER, due_on=enquiry.promised_on, owner=OFFICERS, now=enquiry.created_at
    )
    enquiry.promise = promise
    Enquiry.objects.filter(pk=enquiry.pk).update(promise=promise)


def _by_web_form(enquiry: Enquiry) -> Interaction:
    certainty = "known" if enquiry.application_id else "unknown"
    contact = Contact(
        channel="web_form",
        language=enquiry.language,
        subjects=_subjects(enquiry),
        participants=(("client", certainty),),
    )
    return contacts.record(contact, outcome=ASKED, now=enquiry.created_at)


def note_answered(enquiry: Enquiry) -> None:
    """Record the answer, which goes out by e-mail, and that the promise is kept."""
    assert enquiry.answered_at
    contact = Contact(
        channel="email",
        direction="out",
        language=enquiry.language,
        agent=enquiry.officer_id,
        subjects=_subjects(enquiry),
        participants=(("client", "known" if enquiry.application_id else "unknown"),),
    )
    contacts.record(contact, outcome=ANSWERED, now=enquiry.answered_at)
    if enquiry.promise_id:
        contacts.keep(enquiry.promise_id, now=enquiry.answered_at)


def note_later(enquiry: Enquiry, due_on: date, *, officer: int, now: datetime) -> None:
    """Record before its day that a promise will not be kept, and the day that is promised instead.

    Raises Obstacle("promise_overdue") once that day is over.
    """
    if enquiry.promise_id is None:  # the release before took the question
        note_asked(enquiry)
    assert enquiry.promise_id
    enquiry.promise = contacts.tell(enquiry.promise_id, due_on=due_on, agent=officer, now=now)
    enquiry.promised_on = due_on
    enquiry.save(update_fields=["promise", "promised_on"])


def _subjects(enquiry: Enquiry) -> list[tuple[str, str]]:
    case = enquiry.application
    return [("enquiry", enquiry.number), *([("application", case.number)] if case else [])]


def look_after(*, most: int = A_BATCH) -> int:
    """Record the questions and answers that the release before took; return how many.

    Call it until it returns 0; it may stop anywhere, and several may run at once.
    """
    unpromised = Enquiry.objects.filter(promise=None).order_by("pk")
    unkept = Enquiry.objects.filter(
        answered_at__isnull=False, promise__kept_at=None, promise__told_at=None
    ).exclude(promise=None)
    return _step(unpromised, most=most) + _step(unkept.order_by("pk"), most=most)


@transaction.atomic
def _step(enquiries: QuerySet[Enquiry], *, most: int) -> int:
    batch = enquiries.select_for_update(skip_locked=True, of=("self",))[:most]
    rows = list(batch.select_related("application"))
    for enquiry in rows:
        if enquiry.promise_id is None:
            note_asked(enquiry)
        if enquiry.answered_at:
            note_answered(enquiry)
    return len(rows)
