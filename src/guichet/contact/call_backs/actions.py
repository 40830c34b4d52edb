"""Every write about call-backs: ask, offer, confirm, choose, cancel, take, settle."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from guichet.contact.call_backs import queries, rules, texting
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import OPEN_FOR_A_NUMBER, CallBack, CallBackAttempt
from guichet.contact.call_backs.numbers import phone_key
from guichet.contact.call_backs.rules import Window
from guichet.interactions import actions as contacts
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

RECORD, CLIENT = "call_back", "client"
State, Source = CallBack.State, CallBack.Source


@transaction.atomic
def ask(
    number: str, window: str, *, language: str, takes_texts: bool, once: str, now: datetime
) -> CallBack:
    """Keep what somebody asks for on the web; a text goes to a number that takes one, first.

    Raises Obstacle: `window_over`, `too_many_texts`. Sent twice it is one; sent again with another
    number or time it takes the place of the first. Where two are open for the number it is kept as
    declined, and the answer is the same: only a text to the number says so (decision 0193).
    """
    contact = Contact(channel=Interaction.Channel.WEB_FORM, language=language, once=once)
    _one_at_a_time(f"page {once}")
    lock(number)
    if earlier := CallBack.objects.filter(request__once=once).first():
        if earlier.by_phone_is(phone_key(number)) and earlier.is_in(window):
            return earlier
        _make_way(earlier, now=now)
    span, by_text = _free(window, now=now), takes_texts and texting.can_reach(number)
    is_full = queries.open_of(phone_key(number)).count() >= OPEN_FOR_A_NUMBER

    request = contacts.record(contact, outcome="call_back", now=now)
    state = State.ASKED if by_text else State.AGREED
    call_back = _new(
        number,
        state=State.LAPSED if is_full else state,
        source=Source.WEB,
        language=language,
        request=request,
        window=span,
        now=now,
    )
    if by_text:
        texting.tell_of_request(call_back, now=now)
    audit.write("ask", RECORD, call_back.pk, actor=CLIENT, now=now, by_text=by_text)
    return call_back


def _make_way(earlier: CallBack, *, now: datetime) -> None:
    """Let a page ask anew; what it asked before ends, unless whoever has that number confirmed."""
    Interaction.objects.filter(call_backs=earlier).update(once=None)
    call_back = _locked(earlier.pk)
    if call_back.state in (State.ASKED, State.AGREED) and not call_back.is_proven:
        _end(call_back, State.CANCELED, now=now)
        audit.write("cancel", RECORD, call_back.pk, actor=CLIENT, now=now)


@transaction.atomic
def write_down(
    contact: int, number: str, window: str, *, agent: int, language: str, now: datetime
) -> CallBack:
    """Keep what an agent agrees with somebody in a contact of theirs that goes on.

    Raises Obstacle: `not_found`, `interaction_ended`, `not_your_contact`, `window_over`,
    `two_call_backs`. The same number and window written down again in it are one.
    """
    request = contacts.going_on(contact)
    if request.agent_id != agent:
        raise Obstacle("not_your_contact")
    lock(number)
    span = _free(window, now=now)
    same = {"request": request, "starts_at": span.starts_at}
    if earlier := queries.open_of(phone_key(number)).filter(**same).first():
        return earlier

    call_back = _new(
        number,
        state=State.AGREED,
        source=Source.AGENT,
        language=language,
        request=request,
        window=span,
        now=now,
    )
    audit.write("ask", RECORD, call_back.pk, actor=audit.actor_of(agent), now=now)
    return call_back


@transaction.atomic
def offer(number: str, *, language: str, now: datetime) -> CallBack:
    """Offer a call-back for a call that nobody answered; what is open for the number stands."""
    lock(number)
    if waiting := queries.open_of(phone_key(number)).first():
        return waiting
    return _new(number, state=State.OFFERED, source=Source.MISSED, language=language, now=now)


@transaction.atomic
def confirm(pk: int, *, now: datetime) -> CallBack:
    """Note that whoever has the number asked for it; confirmed twice it is confirmed once."""
    call_back = _locked(pk)
    if call_back.state == State.AGREED and call_back.is_proven:
        return call_back
    rules.check_open(call_back.state, State.ASKED)

    call_back.state, call_back.is_proven = State.AGREED, True
    call_back.save(update_fields=["state", "is_proven"])
    audit.write("confirm", RECORD, pk, actor=CLIENT, now=now)
    return call_back


@transaction.atomic
def choose(pk: int, window: str, *, now: datetime) -> CallBack:
    """Agree on a window for a call that was missed: only its text leads to this."""
    call_back = _locked(pk)
    rules.check_open(call_back.state, State.OFFERED)
    span = _free(window, now=now)

    call_back.state, call_back.is_proven = State.AGREED, True
    call_back.starts_at, call_back.ends_at = span.starts_at, span.ends_at
    call_back.save(update_fields=["state", "is_proven", "starts_at", "ends_at"])
    audit.write("choose", RECORD, pk, actor=CLIENT, now=now)
    return call_back


@transaction.atomic
def cancel(pk: int, *, actor: str = CLIENT, now: datetime) -> CallBack:
    """Take a call-back back; canceled twice it is canceled once.

    Raises Obstacle: `call_back_taken` while it is tried, `call_back_over` afterwards.
    """
    call_back = _locked(pk)
    if call_back.state == State.CANCELED or call_back.is_declined:
        return call_back  # of one that was declined nobody is told that it was never open
    if call_back.state == State.TAKEN:
        raise Obstacle("call_back_taken")
    rules.check_open(call_back.state, State.OFFERED, State.ASKED, State.AGREED)

    _end(call_back, State.CANCELED, now=now)
    audit.write("cancel", RECORD, pk, actor=actor, now=now)
    return call_back


@transaction.atomic
def withdraw(pk: int, *, now: datetime) -> None:
    """Take back the offer for a call that was answered after all."""
    call_back = _locked(pk)
    if call_back.state == State.OFFERED:
        _end(call_back, State.CANCELED, now=now)
        audit.write("cancel", RECORD, pk, actor="system", now=now)


@transaction.atomic
def take(pk: int, *, agent: int, now: datetime) -> CallBackAttempt:
    """Begin a try: the call-back is this agent's, and an interaction of theirs goes on.

    Raises Obstacle: `call_back_taken`, `call_back_early`, `call_back_over`. Taken twice by the
    same agent it is one try.
    """
    call_back = _locked(pk)
    last = call_back.attempts.filter(ended_at=None).first()
    if last and call_back.taken_by_id == agent:
        return last
    rules.check_taking(
        centre(),
        call_back.state,
        taken_at=call_back.taken_at,
        not_before=call_back.not_before,
        now=now,
    )

    if last:
        _end_attempt(last, CallBackAttempt.Outcome.LEFT, now=now)
    call_back.state, call_back.taken_by_id, call_back.taken_at = State.TAKEN, agent, now
    call_back.save(update_fields=["state", "taken_by", "taken_at"])
    interaction = contacts.begin(_outgoing(call_back, agent), now=now)
    audit.write("take", RECORD, pk, actor=audit.actor_of(agent), now=now)
    return CallBackAttempt.objects.create(
        call_back=call_back, interaction=interaction, agent_id=agent, began_at=now
    )


@transaction.atomic
def settle(pk: int, outcome: str, *, agent: int, now: datetime) -> CallBack:
    """Say what came of the try that this agent makes: done, not reached, or not asked for.

    Who is not reached is tried again after a pause, three times in all. Raises Obstacle:
    `call_back_not_yours`, also where it was settled before.
    """
    call_back = _locked(pk)
    attempt = call_back.attempts.filter(ended_at=None).first()
    if attempt is None and queries.settled_by(pk, agent) == outcome:
        return call_back  # pressed twice
    if attempt is None or call_back.taken_by_id != agent:
        raise Obstacle("call_back_not_yours")

    _end_attempt(attempt, outcome, now=now)
    audit.write("settle", RECORD, pk, actor=audit.actor_of(agent), now=now, outcome=outcome)
    if outcome != CallBackAttempt.Outcome.NOT_REACHED:
        _end(call_back, outcome, now=now)
        return call_back
    call_back.tries += 1
    if call_back.tries >= centre().tries:
        _end(call_back, State.NOT_REACHED, now=now)
        return call_back
    call_back.state = State.AGREED if call_back.starts_at else State.OFFERED
    call_back.taken_by, call_back.taken_at = None, None
    call_back.not_before = now + centre().pause
    call_back.save()
    return call_back


def lock(number: str) -> None:
    """Let all who write about one number do so one after the other."""
    _one_at_a_time(f"call-backs of {phone_key(number).hex()}")


def _one_at_a_time(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [what])


def _free(window: str, *, now: datetime) -> Window:
    """Return the window of a code, held until the transaction ends; Obstacle where it is full."""
    _one_at_a_time(f"window {window}")
    span = queries.window_named(window, now=now)
    rules.check_window(span)
    assert span is not None
    return span


def _new(
    number: str,
    *,
    state: str,
    source: str,
    language: str,
    request: Interaction | None = None,
    window: Window | None = None,
    now: datetime,
) -> CallBack:
    lock(number)
    key = phone_key(number)
    places: Sequence[int] = list(queries.open_of(key).values_list("place", flat=True))
    is_over = state == State.LAPSED
    return CallBack.objects.create(
        state=state,
        source=source,
        number=number,
        by_phone=key,
        place=1 if is_over else rules.place_of(places, most=OPEN_FOR_A_NUMBER),
        ended_at=now if is_over else None,
        language=language,
        request=request,
        asked_at=now,
        starts_at=window.starts_at if window else None,
        ends_at=window.ends_at if window else None,
    )


def _outgoing(call_back: CallBack, agent: int) -> Contact:
    return Contact(
        channel=Interaction.Channel.TELEPHONE,
        direction=Interaction.Direction.OUT,
        language=call_back.language,
        agent=agent,
        subjects=[(RECORD, str(call_back.pk))],
    )


def _end_attempt(attempt: CallBackAttempt, outcome: str, *, now: datetime) -> None:
    attempt.outcome, attempt.ended_at = outcome, now
    attempt.save(update_fields=["outcome", "ended_at"])
    contacts.end(attempt.interaction_id, f"call_back_{outcome}", now=now)


def _end(call_back: CallBack, state: str, *, now: datetime) -> None:
    call_back.state, call_back.ended_at = state, now
    call_back.taken_by, call_back.taken_at = None, None
    call_back.save()


def _locked(pk: int) -> CallBack:
    call_back = CallBack.objects.select_for_update().filter(pk=pk).first()
    if call_back is None:
        raise Obstacle("not_found")
    return call_back
