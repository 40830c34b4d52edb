"""What a telephone system tells of a call: each event once, whatever order they come in."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction

from guichet.contact.call_backs import actions as call_backs
from guichet.contact.call_backs.numbers import phone_key
from guichet.contact.calls import rules
from guichet.contact.calls.models import RECORD, CallEvent, TelephoneCall
from guichet.contact.calls.rules import Heard, Standing
from guichet.contact.tiers import queries as hand_overs
from guichet.contact.tiers.actions import take_over
from guichet.contact.tiers.rules import TAKES
from guichet.interactions import actions as contacts
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction
from guichet.kernel import keyring
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.web.languages import FIRST

Kind = CallEvent.Kind
_SILENCE = "silence"


@transaction.atomic
def begin(
    system: str, name: str, *, number: str, language: str, menu: str, now: datetime
) -> tuple[TelephoneCall, bool]:
    """Note that somebody calls; tell whether it is news. What was told first stands.

    `number` is E.164, or empty where it is withheld.
    """
    call = _locked(system, name, now=now)
    if call.began_at:
        return call, False

    call.number, call.language, call.menu = number, language, menu
    call.by_phone = phone_key(number) if number else b""
    call.save(update_fields=["number", "by_phone", "language", "menu"])
    _hear(call, Kind.BEGAN, now=now)
    return call, True


@transaction.atomic
def answer(system: str, name: str, *, agent: str, now: datetime) -> TelephoneCall:
    """Note that an agent has answered: an interaction of theirs begins, once a call and agent.

    Raises Obstacle("unknown_agent") for an account that is none, or answers nobody.
    """
    account = User.objects.filter(username=agent, is_active=True).first()
    if account is None or not roles.has(account, "answer"):
        raise Obstacle("unknown_agent", field="agent")
    call = _locked(system, name, now=now)

    _hear(call, Kind.ANSWERED, str(account.pk), now=now)
    if not _goes_on(call, account, now=now):
        contacts.begin(_incoming(call, account.pk), now=now)
    return call


def _goes_on(call: TelephoneCall, account: User, *, now: datetime) -> bool:
    """Let the contact of a call go on with who answers it after it was handed over."""
    if not roles.has(account, TAKES):
        return False
    hand_over = hand_overs.of_subject(RECORD, str(call.pk))
    if hand_over is None or hand_over.asked_by_id == account.pk:
        return False
    try:
        take_over(hand_over.pk, agent=account.pk, now=now)
    except Obstacle:  # somebody else has it, or it is over: this is a contact of its own
        return False
    return True


@transaction.atomic
def transfer(system: str, name: str, *, to: str, now: datetime) -> TelephoneCall:
    """Note that a call is handed on, to whomever the telephone system names."""
    call = _locked(system, name, now=now)
    _hear(call, Kind.TRANSFERRED, to, now=now)
    return call


@transaction.atomic
def end(system: str, name: str, *, recording: str = "", now: datetime) -> TelephoneCall:
    """Note that a call has ended; one that nobody answered is a missed call."""
    call = _locked(system, name, now=now)
    if recording and not call.recording:
        call.recording = recording
        call.save(update_fields=["recording"])
    _hear(call, Kind.ENDED, now=now)
    return call


@transaction.atomic
def end_silent(pk: int, *, now: datetime) -> None:
    """End a call of which nothing more was heard: its end has got lost on the way."""
    call = TelephoneCall.objects.select_for_update().get(pk=pk)
    if call.ended_at is None:
        _hear(call, Kind.ENDED, _SILENCE, now=now)


def standing_of(call: TelephoneCall) -> Standing:
    """Return where a call stands, from what was heard of it."""
    rows = call.events.values_list("kind", "detail", "heard_at")
    return rules.standing(Heard(*row) for row in rows)


def _hear(call: TelephoneCall, kind: str, detail: str = "", *, now: datetime) -> None:
    """Add an event to the set, and let the call say what follows from all of them."""
    now = max(now, call.heard_at)  # two that came at once may have read the clock the other way
    CallEvent.objects.get_or_create(call=call, kind=kind, detail=detail, defaults={"heard_at": now})
    standing = standing_of(call)
    call.began_at, call.answered_at = standing.began_at, standing.answered_at
    call.handed_on_at, call.handed_on_to = standing.handed_on_at, standing.handed_on_to
    call.ended_at = standing.ended_at
    call.agent_id = int(standing.agent) if standing.agent else None
    _call_back(call, standing, now=now)
    call.save()


def _call_back(call: TelephoneCall, standing: Standing, *, now: datetime) -> None:
    """Offer a call-back for a missed call; take the offer back where it was answered after all."""
    if standing.state == "missed" and call.number and call.call_back_id is None:
        language = call.language or FIRST
        call.call_back = call_backs.offer(call.number, language=language, now=now)
    elif standing.state == "ended" and call.call_back_id:
        others = TelephoneCall.objects.filter(call_back=call.call_back_id, answered_at=None)
        if not others.exclude(pk=call.pk).exists():  # another call of theirs was missed as well
            call_backs.withdraw(call.call_back_id, now=now)
        call.call_back = None


def _incoming(call: TelephoneCall, agent: int) -> Contact:
    once = keyring.working("call answered", call.mark, agent).hex()[:43]
    return Contact(
        channel=Interaction.Channel.TELEPHONE,
        language=call.language or FIRST,
        agent=agent,
        once=once,
        subjects=[(RECORD, str(call.pk))],
    )


def _locked(system: str, name: str, *, now: datetime) -> TelephoneCall:
    """Return the call that a telephone system names, locked; it may be heard of for the first time.

    Each system has its own names: two that count from 1 never meet.
    """
    mark = keyring.working("telephone call", system, name).hex()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [mark])
    call, _ = TelephoneCall.objects.get_or_create(mark=mark, defaults={"heard_at": now})
    return TelephoneCall.objects.select_for_update().get(pk=call.pk)
