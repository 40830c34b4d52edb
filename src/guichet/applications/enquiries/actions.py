"""Every write about enquiries: ask, answer; and the two that send a letter once more."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from guichet.applications import numbers, queries, states, worklist
from guichet.applications.contacts import records
from guichet.applications.enquiries import rules, sending, situation
from guichet.applications.enquiries.queries import open_one
from guichet.applications.models import Application, Enquiry
from guichet.applications.reasons.explanation import meant_in
from guichet.eligibility.content import today
from guichet.interactions.actions import end_of
from guichet.interactions.rules import check_told
from guichet.kernel import references
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import ACKNOWLEDGMENTS, ENQUIRIES
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.days.holidays import public_holidays

MOST_REFERENCES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryQuestion:
    """What a client asks, in which language, and where to answer if no address is on file."""

    kind: str
    language: str
    about: str = ""
    words: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    once: str | None = None  # of the page from which it was sent: a double click is one enquiry
    contact: int | None = None  # in which it was asked; None for one that it is by itself


def ask(
    question: EnquiryQuestion, *, application: int | None = None, network: bytes, now: datetime
) -> Enquiry:
    """Open an enquiry and acknowledge it; one that waits already is returned. Or raise Obstacle."""
    if earlier := _sent_before(question, application):
        return earlier
    elsewhere = Enquiry.objects.filter(once=question.once).exclude(application=application)
    if question.once and elsewhere.exists():
        # The page was sent before its case was opened, or with another: this is a new question.
        question = replace(question, once=None)
    try:
        if application is None:
            return _ask_without_case(question, network=network, now=now)
        return _ask_about(application, question, now=now)
    except IntegrityError:  # the same press arrived twice at once
        if earlier := _sent_before(question, application):
            return earlier
        raise


def _sent_before(question: EnquiryQuestion, application: int | None) -> Enquiry | None:
    enquiries = Enquiry.objects.filter(once=question.once, application=application)
    return enquiries.first() if question.once else None


@transaction.atomic
def _ask_about(pk: int, question: EnquiryQuestion, *, now: datetime) -> Enquiry:
    application = queries.locked(pk)
    if waiting := open_one(application, question.kind):
        return waiting

    if question.kind == "late":
        rules.check_late(application.state, due_at=application.due_at, now=now)
    _check(question, application)
    case = situation.of(application, now=now)

    enquiry = _enquiry_of(question, now=now)
    enquiry.application, enquiry.facts = application, case.facts()
    enquiry.reply_to = "" if application.email else question.reply_to
    numbers.save(enquiry, numbers.ENQUIRY)
    records.note_asked(enquiry, contact=question.contact)
    worklist.add_enquiry(enquiry)
    sending.acknowledge(enquiry, now=now)
    audit.write("enquire", "application", pk, actor=states.CLIENT, now=now, kind=enquiry.kind)
    return enquiry


@transaction.atomic
def _ask_without_case(question: EnquiryQuestion, *, network: bytes, now: datetime) -> Enquiry:
    _check(question, None)
    limits.take(ENQUIRIES, network, now=now)
    address = question.reply_to.casefold().encode()
    limits.take(ACKNOWLEDGMENTS, address, now=now)

    enquiry = _enquiry_of(question, now=now)
    numbers.save(enquiry, numbers.ENQUIRY)
    records.note_asked(enquiry)
    worklist.add_enquiry(enquiry)
    sending.acknowledge(enquiry, now=now)
    audit.write("enquire", "enquiry", enquiry.pk, actor=states.CLIENT, now=now, kind=enquiry.kind)
    return enquiry


def _check(question: EnquiryQuestion, application: Application | None) -> None:
    rules.check_question(
        question.kind,
        about=question.about,
        words=question.words,
        reply_to=question.reply_to,
        has_case=application is not None,
        has_address=bool(application and application.email),
    )


def promised_on(kind: str, *, now: datetime) -> date:
    """Return the day by which a question of a kind that is asked now will be answered."""
    day = today(now)
    country = settings.AGENCY.country("eta")
    closed = public_holidays(country, years=(day.year, day.year + 1))
    return rules.promised_on(kind, today=day, closed=closed)


def _enquiry_of(question: EnquiryQuestion, *, now: datetime) -> Enquiry:
    shaped = [
        reference for reference in question.references if references.is_error_reference(reference)
    ]
    return Enquiry(
        kind=question.kind,
        about=question.about,
        words=question.words,
        references=shaped[:MOST_REFERENCES],
        reply_to=question.reply_to,
        language=question.language,
        once=question.once,
        created_at=now,
        promised_on=promised_on(question.kind, now=now),
    )


@transaction.atomic
def answer(pk: int, words: str, *, officer: int, language: str = "", now: datetime) -> Enquiry:
    """Answer an enquiry in words of one's own, which go to its client; or raise Obstacle.

    `language`: of the words, where it is another than that of the letters.
    """
    enquiry = Enquiry.objects.select_for_update().filter(pk=pk).first()
    if enquiry is None:
        raise Obstacle("not_found")
    if enquiry.answered_at:
        raise Obstacle("not_possible_now", verb="answer_enquiry")
    if not words.strip():
        raise Obstacle("invalid", errors={"words": "required"})

    enquiry.answer, enquiry.answered_at, enquiry.officer_id = words.strip(), now, officer
    enquiry.answer_language = language
    enquiry.save(update_fields=["answer", "answer_language", "answered_at", "officer"])
    enquiry.tasks.filter(done_at=None).update(done_at=now, officer=officer)
    records.note_answered(enquiry)
    sending.send_answer(enquiry, now=now)
    actor, facts = audit.actor_of(officer), meant_in([language])
    audit.write("answer_enquiry", "enquiry", pk, actor=actor, now=now, **facts)
    return enquiry


@transaction.atomic
def postpone(pk: int, due_on: date, *, officer: int, now: datetime) -> Enquiry:
    """Say before the promised day is over that the answer takes longer, and promise another day.

    Its client is told at once. Raises Obstacle: `not_found`, `not_possible_now` for one that is
    answered, `promise_overdue`, or `invalid` for the day. The same day promised again is told once.
    """
    enquiry = Enquiry.objects.select_for_update().filter(pk=pk).first()
    if enquiry is None:
        raise Obstacle("not_found")
    if enquiry.answered_at:
        raise Obstacle("not_possible_now", verb="postpone_enquiry")
    if enquiry.promised_on == due_on:
        return enquiry
    check_told(end_of(enquiry.promised_on), now=now)
    rules.check_later(due_on, promised_on=enquiry.promised_on, today=today(now))

    records.note_later(enquiry, due_on, officer=officer, now=now)
    enquiry.tasks.filter(done_at=None).update(due_at=end_of(due_on))
    sending.tell_later(enquiry, now=now)
    actor = audit.actor_of(officer)
    audit.write("postpone_enquiry", "enquiry", pk, actor=actor, now=now, due_on=due_on.isoformat())
    return enquiry
