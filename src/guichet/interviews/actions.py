"""Every write about interviews: invited, chosen, moved, declined, recorded, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from guichet.applications import queries as applications
from guichet.applications import states, worklist
from guichet.applications.decisions import actions as decisions
from guichet.applications.form.answers import letter_language
from guichet.applications.letters import send as letters
from guichet.eligibility import content
from guichet.interviews import following, handing_over, invitation, listing, queries, rules
from guichet.interviews.following import CHOSEN
from guichet.interviews.models import Interview
from guichet.interviews.rules import Showing
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

# The letters: ended by an officer, missed, or over because the case went on.
OFFERED = "interview_offered"
MOVED, DECLINED = "interview_moved", queries.DECLINED
ENDED, MISSED, OVER = "interview_ended", "interview_missed", "interview_over"
Outcome = Interview.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an officer offers. Words are in `language`, or as the person's letters."""

    way: str
    place: str
    zone: str
    minutes: int
    times: Sequence[datetime]
    bring: str
    words: str
    answer_by: date
    language: str = ""


@transaction.atomic
def invite(pk: int, offer: Offer, *, officer: int, now: datetime) -> Interview:
    """Invite to an interview, or to another one in place of the last: then that one ends."""
    application = applications.locked(pk)
    former = queries.live(application)
    _end(former, Outcome.REPLACED, now=now)
    if former and offer.way != Interview.Way.OFFICE:  # else the same can be named again
        handing_over.cancel(former.appointment, actor=audit.actor_of(officer), now=now)
    application = decisions.invite(
        pk, officer=officer, due_on=offer.answer_by, language=offer.language, now=now
    )
    answers, language = application.answers, application.language

    interview = Interview.objects.create(
        application=application,
        request=applications.open_requests(application).get(),
        officer_id=officer,
        asked_at=now,
        way=offer.way,
        place=offer.place,
        bring=offer.bring,
        words=offer.words,
        language=offer.language or letter_language(answers, language=language),
        zone=offer.zone,
        minutes=offer.minutes,
        times=[int(time.timestamp()) for time in offer.times],
    )
    facts = {**invitation.facts_of(interview), "due_on": offer.answer_by.isoformat()}
    letters.send(application, OFFERED, cause=interview.pk, now=now, **facts)
    return interview


@transaction.atomic
def choose(
    pk: int, time: datetime, *, reply: str = "", showing: Showing, now: datetime
) -> Interview:
    """Choose a time, or move to another one; pressed twice it is chosen once. Or Obstacle.

    `reply`: what the person wrote beside it. `time_taken`: the officer is elsewhere by then.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
    _keep_words(interview, reply)
    if interview.chosen_at == time:
        return interview
    standing, today = invitation.of(interview).standing, content.today(now)
    rules.check_choice(standing, time, before=showing.chosen, today=today, now=now)
    until = time + timedelta(minutes=interview.minutes)
    User.objects.select_for_update(no_key=True).get(pk=interview.officer_id)  # one after another
    if queries.clashes(interview.officer_id, time, until, besides=[interview.pk]).exists():
        raise Obstacle("time_taken")

    is_move = interview.chosen_at is not None
    interview.moves += is_move
    interview.chosen_at, interview.chosen_until = time, until
    interview.save(update_fields=["chosen_at", "chosen_until", "moves"])
    listing.note_answer(interview, now=now)
    listing.list_at(interview, time, now=now)
    listing.list_who_has_none_left(interview, now=now)
    facts = invitation.facts_of(interview)
    cause = f"{interview.pk}-{interview.moves}"
    kind = MOVED if is_move else CHOSEN
    letters.send(interview.application, kind, cause=cause, now=now, **facts)
    verb = "move_interview" if is_move else "choose_interview"
    audit.write(verb, "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def name_appointment(
    pk: int, number: str, *, reply: str = "", showing: Showing, now: datetime
) -> Interview:
    """Let an appointment that was booked stand for the time; named twice it is one. Or Obstacle.

    `appointment_over`, or `appointment_taken` where it stands for another interview.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
    _keep_words(interview, reply)
    value = invitation.of(interview)
    if interview.appointment == number and not value.is_gone:
        return interview
    rules.check_as_shown(showing, value.showing)
    handing_over.check_theirs(number, interview.application)
    rules.check_open(value.standing)
    if interview.way != Interview.Way.OFFICE or not handing_over.is_to_come(number):
        raise Obstacle("appointment_over")
    if Interview.objects.filter(appointment=number, ended_at=None).exists():
        raise Obstacle("appointment_taken")

    interview.appointment = number
    interview.save(update_fields=["appointment"])
    listing.note_answer(interview, now=now)
    time = invitation.of(interview).chosen
    assert time
    listing.list_at(interview, time, now=now)
    following.tell_of_appointment(interview, now=now)
    audit.write("choose_interview", "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def decline(pk: int, reply: str, *, showing: Showing, now: datetime) -> Interview:
    """Say that none of the times is possible: what was chosen is free, an officer has a task.

    Who had a time is sent what strikes it out of a calendar.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
    if interview.declined_at and reply in interview.reply:
        return interview  # pressed twice
    value = invitation.of(interview)
    rules.check_open(value.standing)
    if value.chosen and value.chosen <= now:  # how it went is the officer's to note
        raise Obstacle("interview_over")
    rules.check_as_shown(showing, value.showing)
    lost_time, appointment = interview.chosen_at, interview.appointment
    interview.declined_at, interview.appointment = now, ""
    interview.reply = _with_words(interview, reply)
    interview.chosen_at = interview.chosen_until = None
    columns = ["declined_at", "reply", "appointment", "chosen_at", "chosen_until"]
    interview.save(update_fields=columns)
    listing.note_answer(interview, now=now)
    listing.list_as_declined(interview, now=now)
    handing_over.cancel(appointment, actor=states.CLIENT, now=now)  # nobody waits for it any more
    if lost_time:
        facts = {"interview": interview.pk, "chosen": int(lost_time.timestamp())}
        letters.send(interview.application, DECLINED, cause=interview.pk, now=now, **facts)
    audit.write("decline_interview", "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def record(pk: int, outcome: str, *, officer: int, now: datetime) -> Interview:
    """Record that an interview took place, or that nobody came; the case goes on to be decided.

    Who did not come, join or call is told, and what they can do.
    """
    interview = _open_interview(pk)
    time = invitation.of(interview).chosen
    if time is None or time > now:
        raise Obstacle("not_possible_now")
    facts = {**invitation.facts_of(interview), "wording": interview.way}
    interview = _go_on(interview, Outcome(outcome), officer=officer, now=now)
    if interview.outcome == Outcome.MISSED:
        letters.send(interview.application, MISSED, cause=interview.pk, now=now, **facts)
    return interview


@transaction.atomic
def call_off(pk: int, *, officer: int, now: datetime) -> Interview:
    """Call an interview off and tell the person; the case goes on to be decided."""
    interview = _open_interview(pk)
    time = invitation.of(interview).chosen
    if time and time <= now:  # how it went is noted instead
        raise Obstacle("not_possible_now")
    facts = invitation.facts_of(interview)
    interview = _go_on(interview, Outcome.CALLED_OFF, officer=officer, now=now)
    handing_over.cancel(interview.appointment, actor=audit.actor_of(officer), now=now)
    letters.send(interview.application, ENDED, cause=interview.pk, now=now, **facts)
    return interview


def _go_on(interview: Interview, outcome: Outcome, *, officer: int, now: datetime) -> Interview:
    application = interview.application
    _end(interview, outcome, now=now)
    worklist.end_tasks(application, now=now, officer=officer)
    actor, verb = audit.actor_of(officer), f"interview_{outcome.value}"
    interview.application = decisions.resume(application.pk, officer=officer, now=now, reason=verb)
    audit.write(verb, "application", application.pk, actor=actor, now=now)
    return interview


def _open_interview(pk: int) -> Interview:
    """Return the live invitation of an application, locked; or Obstacle."""
    application = applications.locked(pk)
    interview = queries.live(application)
    if interview is None:
        raise Obstacle("interview_over")
    return interview


def _end(interview: Interview | None, outcome: Outcome, *, now: datetime) -> None:
    if interview:
        interview.outcome, interview.ended_at = outcome, now
        interview.save(update_fields=["outcome", "ended_at"])


def _keep_words(interview: Interview, reply: str) -> None:
    if reply not in interview.reply:
        interview.reply = _with_words(interview, reply)
        interview.save(update_fields=["reply"])


def _with_words(interview: Interview, reply: str) -> str:
    """Return what somebody writes behind what they wrote before, which no later answer erases."""
    before: str = interview.reply
    return before if reply in before else "\n\n".join(filter(None, [before, reply]))
