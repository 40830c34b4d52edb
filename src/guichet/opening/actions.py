"""Close an office and take that back; give each person hit an outcome, one transaction each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from guichet.booking import places
from guichet.booking.models import Appointment, CallTask
from guichet.booking.schedule import closures, slot_rows
from guichet.booking.schedule.working_days import calendar_of
from guichet.booking.telling import called, channels, following
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.kernel.work import jobs
from guichet.offices.models import Closure, Office
from guichet.opening import keeping, queries, rules
from guichet.opening.keeping import Pool
from guichet.opening.models import Outcome

SETTLE, QUEUE = "guichet.settle_closures", "default"
AT_ONCE = 200  # people in one look at who waits
MAIL, TEXT, CALL = "mail", "text", "call"


@transaction.atomic
def close(
    office: Office,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: str,
    now: datetime,
    plan: str = Closure.MOVE,
) -> Closure:
    """Close an office from one moment to another: its slots are withdrawn at once.

    `reason` is a key of content/closures/ or empty, `by` is as the record calls it. Whom it hits
    gets an outcome by `settle`, in this process or the worker's. Pressed twice, it is closed once.
    Raises Obstacle `closure_past`, `closure_order`, `closure_long`, with the `field` that is wrong.
    """
    first, last = check(office, starts_at=starts_at, ends_at=ends_at, now=now)
    is_of_days = first.time() == last.time() == datetime.min.time()
    facts = {
        "office": office,
        "starts_on": first.date(),
        "ends_on": (last - timedelta(microseconds=1)).date(),
        "starts_at": None if is_of_days else starts_at,
        "ends_at": None if is_of_days else ends_at,
        "reason": reason,
        "plan": plan,
    }
    slot_rows.lock(office)
    # An earlier release could make two of them.
    if same := Closure.objects.filter(**facts).order_by("pk").first():
        return same
    closure = Closure.objects.create(**facts)
    closures.withdraw(calendar_of(office, now=now), now=now)
    _record("close_office", closure, by=by, now=now)
    jobs.defer(SETTLE, queue=QUEUE, once="settle_closures", timestamp=int(now.timestamp()))
    return closure


def check(
    office: Office, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> tuple[datetime, datetime]:
    """Return both moments on the clock of the office, or raise Obstacle as `close` does."""
    zone = ZoneInfo(office.time_zone)
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    rules.check_closure(first, last, today=now.astimezone(zone).date(), now=now)
    return first, last


@transaction.atomic
def take_back(closure: Closure, *, by: str, now: datetime) -> None:
    """End a closure: exactly its slots are open again, kept places go back, people are told.

    Who has taken another time, or was cancelled, stays so, and hears nothing: the outcomes stay.
    Raises Obstacle("taken_back_before") where somebody else was faster.
    """
    if not Closure.objects.select_for_update().filter(pk=closure.pk).exists():
        raise Obstacle("taken_back_before")
    _record("reopen_office", closure, by=by, now=now)
    keeping.free_holds(closure.outcomes.filter(hold__isnull=False), now=now)
    closure.outcomes.update(closure=None, ended_closure=closure.pk, hold=None)
    office = closure.office
    closure.delete()
    closures.changed(office.pk, now=now)


def settle_all(*, now: datetime) -> int:
    """Give an outcome to everybody whom a closure has hit and who has none; return how many."""
    return sum(settle(closure, now=now) for closure in queries.unsettled())


def settle(closure: Closure, *, now: datetime, most: int | None = None) -> int:
    """Give an outcome to those hit by a closure, `most` of them; return how many.

    Each in a transaction of its own, so that a machine which dies half way leaves nobody out and
    tells nobody twice: what is done is written with its message, and what is not is found again.
    """
    pool, count = Pool(closure.office_id, now=now), 0
    while people := list(queries.outstanding(closure)[: AT_ONCE if most is None else most]):
        settled = sum(_settle(closure, person, pool, now=now) for person in people)
        count += settled
        if most is not None:
            return count
        if not settled:  # another worker has them in hand
            break
    if not queries.outstanding(closure).exists():
        Closure.objects.filter(pk=closure.pk, settled_at=None).update(settled_at=now)
    return count


def _settle(closure: Closure, person: Appointment, pool: Pool, *, now: datetime) -> bool:
    """Settle one person; false where they have moved or cancelled, or another worker was first."""
    try:
        with transaction.atomic():
            is_done = _give_outcome(closure, person, pool, now=now)
            if not is_done:
                transaction.set_rollback(True)
    except IntegrityError:  # one_outcome_a_closure_and_appointment
        return False
    return is_done


def _give_outcome(closure: Closure, person: Appointment, pool: Pool, *, now: datetime) -> bool:
    place = pool.keep(person.service_id) if closure.plan == Closure.MOVE else None
    if closure.plan == Closure.CANCEL:
        is_hit = places.free(person.pk, now=now, rest_until=now, actor="system")
    else:
        expected = Appointment.objects.filter(queries.EXPECTED, pk=person.pk, slot=person.slot_id)
        is_hit = bool(expected.update(office_closed_at=now))
    if not is_hit:
        return False

    claim, offered_at = place or (None, None)
    cancelled = Outcome.Kind.CANCELLED if closure.plan == Closure.CANCEL else Outcome.Kind.KEPT
    Outcome.objects.create(
        closure=closure,
        appointment=person,
        kind=Outcome.Kind.MOVED if claim else cancelled,
        made_at=now,
        hold=claim.pk if claim else None,
        offered_at=offered_at,
        kept_until=claim.until_at if claim else None,
    )
    facts = {"reason": closure.reason} if closure.reason else {}
    audit.write(closures.CLOSED, "appointment", person.pk, actor="system", now=now, **facts)
    channels.tell_closure(person, now=now)
    if closure.plan == Closure.CANCEL:
        following.tell_rooms(person, now=now)
    return True


def note_told(row: Dispatch, now: datetime) -> None:
    """Note by what somebody was reached, for a message of a closure that went through."""
    if row.sent_at and channels.change_of(row.kind, row.key) is channels.Change.CLOSURE:
        by = TEXT if row.kind in channels.TEXTS_OF[channels.Change.CLOSURE] else MAIL
        _told(row.record, by=by, closed_by=row.created_at, now=now)


@transaction.atomic
def reach(outcome: Outcome, *, by: str, agent: int | None = None, now: datetime) -> bool:
    """Note that staff reached somebody by telephone; false where that had been noted before."""
    unreached = CallTask.objects.filter(
        appointment=outcome.appointment_id, kind=CallTask.Kind.CLOSURE, reached_at=None
    )
    is_new = any(called.reached(task, by=by, agent=agent, now=now) for task in unreached)
    if is_new:
        audit.write("reached", "appointment", outcome.appointment_id, actor=by, now=now)
    return is_new


def note_reached(task: CallTask, now: datetime) -> None:
    """Note with the outcome that a call to somebody whom a closure hit was made."""
    if task.kind == CallTask.Kind.CLOSURE:
        _told(task.appointment_id, by=CALL, closed_by=now, now=now)


def _told(appointment: int, *, by: str, closed_by: datetime, now: datetime) -> None:
    """Note it with the closure that was told of, the last by then, and with none before it."""
    outcomes = Outcome.objects.filter(appointment=appointment, made_at__lte=closed_by)
    last = outcomes.order_by("-made_at", "-pk").values("pk")[:1]
    Outcome.objects.filter(pk__in=last, told_by="").update(told_by=by, told_at=now)


def _record(verb: str, closure: Closure, *, by: str, now: datetime) -> None:
    starts_at, ends_at = closures.bounds(closure)
    audit.write(
        verb,
        queries.CLOSURE,
        closure.pk,
        actor=by,
        now=now,
        office=closure.office_id,
        reason=closure.reason,
        plan=closure.plan,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
