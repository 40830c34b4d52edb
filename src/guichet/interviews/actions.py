"""Every write about interviews: invited, chosen, moved, declined, recorded, called off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from guichet.applications import queries as applications
from guichet.applications import states, worklist
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.form.answers import letter_language
from guichet.applications.letters import send as letters
from guichet.applications.models import OfficerTask
from guichet.eligibility import content
from guichet.interviews import handing_over, invitation, queries, rules
from guichet.interviews.models import Interview
from guichet.interviews.rules import Showing
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

# The letters: ended by an officer, or over because the case went on.
OFFERED, CHOSEN = "interview_offered", "interview_chosen"
MOVED, DECLINED = "interview_moved", queries.DECLINED
ENDED, OVER = "interview_ended", "interview_over"
IS_SET, NONE_FITS = queries.IS_SET, "interview_none_fits"  # why a task is on the list
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
def choose(pk: int, time: datetime, *, showing: Showing, now: datetime) -> Interview:
    """Choose a time, or move to another one; pressed twice it is chosen once. Or Obstacle.

    `time_taken`: the officer is elsewhere by then.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
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
    _note_answer(interview, now=now)
    _list_at(interview, time, now=now)
    facts = invitation.facts_of(interview)
    cause = f"{interview.pk}-{interview.moves}"
    kind = MOVED if is_move else CHOSEN
    letters.send(interview.application, kind, cause=cause, now=now, **facts)
    verb = "move_interview" if is_move else "choose_interview"
    audit.write(verb, "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def name_appointment(pk: int, number: str, *, showing: Showing, now: datetime) -> Interview:
    """Let an appointment that was booked stand for the time; named twice it is one. Or Obstacle.

    `appointment_over`, or `appointment_taken` where it stands for another interview.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
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
    _note_answer(interview, now=now)
    time = invitation.of(interview).chosen
    assert time
    _list_at(interview, time, now=now)
    facts = invitation.facts_of(interview)
    letters.send(interview.application, CHOSEN, cause=f"{interview.pk}-{number}", now=now, **facts)
    audit.write("choose_interview", "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def decline(pk: int, reply: str, *, showing: Showing, now: datetime) -> Interview:
    """Say that none of the times is possible: what was chosen is free, an officer has a task.

    Who had a time is sent what strikes it out of a calendar.
    """
    interview = _open_interview(pk)
    rules.check_newest(showing, key=interview.pk)
    if interview.declined_at and interview.reply == reply:
        return interview  # pressed twice
    value = invitation.of(interview)
    rules.check_open(value.standing)
    if value.chosen and value.chosen <= now:  # how it went is the officer's to note
        raise Obstacle("interview_over")
    rules.check_as_shown(showing, value.showing)
    handing_over.cancel(interview.appointment, actor=states.CLIENT, now=now)
    lost_time = interview.chosen_at
    interview.declined_at, interview.reply, interview.appointment = now, reply, ""
    interview.chosen_at = interview.chosen_until = None
    columns = ["declined_at", "reply", "appointment", "chosen_at", "chosen_until"]
    interview.save(update_fields=columns)
    _note_answer(interview, now=now)
    _list_as_declined(interview, now=now)
    if lost_time:
        facts = {"interview": interview.pk, "chosen": int(lost_time.timestamp())}
        letters.send(interview.application, DECLINED, cause=interview.pk, now=now, **facts)
    audit.write("decline_interview", "application", pk, actor=states.CLIENT, now=now)
    return interview


@transaction.atomic
def record(pk: int, outcome: str, *, officer: int, now: datetime) -> Interview:
    """Record that an interview took place, or that nobody came; the case goes on to be decided."""
    interview = _open_interview(pk)
    time = invitation.of(interview).chosen
    if time is None or time > now:
        raise Obstacle("not_possible_now")
    return _go_on(interview, Outcome(outcome), officer=officer, now=now)


@transaction.atomic
def call_off(pk: int, *, officer: int, now: datetime) -> Interview:
    """Call an interview off and tell the person; the case goes on to be decided."""
    interview = _open_interview(pk)
    facts = invitation.facts_of(interview)
    interview = _go_on(interview, Outcome.CALLED_OFF, officer=officer, now=now)
    handing_over.cancel(interview.appointment, actor=audit.actor_of(officer), now=now)
    letters.send(interview.application, ENDED, cause=interview.pk, now=now, **facts)
    return interview


def follow_appointments(*numbers: str, now: datetime) -> int:
    """Have questions and the list follow the appointments that were named, these or all.

    Return how many changed. A question waits for an answer again once its appointment is gone, and
    is answered once that is there again. Two statements, however many there are, and no write
    where nothing moved.
    """
    interviews = list(queries.naming_appointments(*numbers))
    starts = handing_over.starts([interview.appointment for interview in interviews], now=now)
    behind = [interview for interview in interviews if _is_behind(interview, starts)]
    return sum(_follow(interview.application_id, now=now) for interview in behind)


@transaction.atomic
def _follow(application: int, *, now: datetime) -> bool:
    """Have one invitation follow its appointment; false where somebody else was first."""
    case = applications.locked(application)
    interview = queries.naming_appointments().filter(application=case).first()
    starts = handing_over.starts([interview.appointment], now=now) if interview else {}
    if interview is None or not _is_behind(interview, starts):
        return False
    time = starts.get(interview.appointment)
    if time is None:
        _wait_again(interview, now=now)
    elif interview.request.answered_at is None:
        _note_answer(interview, now=now)
        _list_at(interview, time, now=now)
    else:
        tasks = worklist.tasks_of(case, OfficerTask.Kind.ANSWERED)
        tasks.filter(reason=IS_SET).update(due_at=time)
    return True


def _is_behind(interview: Interview, starts: Mapping[str, datetime]) -> bool:
    """Tell whether the question or the list says something else than the appointment."""
    time = starts.get(interview.appointment)
    if (interview.request.answered_at is None) != (time is None):
        return True
    listed_at = interview.listed_at  # type: ignore[attr-defined]  # read along
    return time is not None and listed_at not in (None, time)


def _wait_again(interview: Interview, *, now: datetime) -> None:
    application, request = interview.application, interview.request
    request.answered_at = None
    request.save(update_fields=["answered_at"])
    worklist.end_tasks(application, now=now)
    if request.due_on < content.today(now):
        requests.list_one_overdue(request, now=now)
    audit.write("interview_gone", "application", application.pk, actor=states.SYSTEM, now=now)


def _go_on(interview: Interview, outcome: Outcome, *, officer: int, now: datetime) -> Interview:
    application = interview.application
    _end(interview, outcome, now=now)
    worklist.end_tasks(application, now=now, officer=officer)
    interview.application = decisions.resume(application.pk, officer=officer, now=now)
    actor, verb = audit.actor_of(officer), f"interview_{outcome.value}"
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


def _note_answer(interview: Interview, *, now: datetime) -> None:
    """Take the question off the person's page, once."""
    if interview.request.answered_at is None:
        interview.request.answered_at = now
        interview.request.save(update_fields=["answered_at"])


def _list_as_declined(interview: Interview, *, now: datetime) -> None:
    """Have officers offer other times, and nothing of before."""
    worklist.end_tasks(interview.application, now=now)
    worklist.add_task(
        interview.application,
        OfficerTask.Kind.ANSWERED,
        cause=f"interview-{interview.pk}-none",
        now=now,
        reason=NONE_FITS,
    )


def _list_at(interview: Interview, time: datetime, *, now: datetime) -> None:
    """Have the interview stand on the officers' list at its time, and nothing of before."""
    worklist.end_tasks(interview.application, now=now)
    worklist.add_task(
        interview.application,
        OfficerTask.Kind.ANSWERED,
        cause=f"interview-{interview.pk}-{_choice_of(interview, now=now)}",
        now=now,
        due_at=time,
        reason=IS_SET,
    )


def _choice_of(interview: Interview, *, now: datetime) -> str:
    """Return what a choice is known by; an appointment can be gone and be there again."""
    if interview.appointment:
        return f"{interview.appointment}-{int(now.timestamp())}"
    return f"{interview.moves}"
