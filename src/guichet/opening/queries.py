"""Reads of closures: whom one hits, who has no outcome yet, who was not reached."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.schedule import closures
from guichet.kernel.database.rows import Reader
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, Office
from guichet.opening.models import Outcome

EXPECTED = Q(state=Appointment.State.BOOKED, checked_in_at=None, ended_as="")
CLOSURE, HOURS = "closure", "hours"  # how the record calls them
REOPENED = "reopen_office"
VERBS = ("close_office", REOPENED, "change_hours", "drop_hours", "change_release")
SHOWN = 30  # lines of history


_CLOSURES = Reader(Closure, "office")
_TODAY = """
it.office_id = %(office)s AND (
  (it.ends_at > %(now)s AND it.starts_at < %(tomorrow)s AND it.starts_on <> %(no_day)s)
  OR (it.starts_at IS NULL AND it.starts_on <= %(today)s AND it.ends_on >= %(today)s))
"""


def hit_by(
    office: Office, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> QuerySet[Appointment]:
    """Return whom a closure would hit, the earliest first; who is at the office is not among them.

    Whom another closure has hit before has had its message.
    """
    return (
        Appointment.objects.filter(
            EXPECTED,
            slot__office=office,
            slot__closure=None,
            slot__starts_at__gte=now,
            slot__starts_at__lt=ends_at,
            slot__ends_at__gt=starts_at,
        )
        .select_related("slot", "service")
        .order_by("slot__starts_at", "pk")
    )


def expected_in(slots: Sequence[Slot]) -> QuerySet[Appointment]:
    """Return who has a place in slots that go, the earliest first.

    Whom the closure of their slot has hit has had a message.
    """
    outcomes = Outcome.objects.filter(closure=OuterRef("slot__closure"), appointment=OuterRef("pk"))
    return (
        Appointment.objects.filter(
            EXPECTED, ~Exists(outcomes), slot__in=[slot.pk for slot in slots]
        )
        .select_related("slot", "service")
        .order_by("slot__starts_at", "pk")
    )


def expected_at(office: str, *, now: datetime) -> int:
    """Return how many have an appointment to come at an office."""
    return Appointment.objects.filter(EXPECTED, slot__office=office, slot__ends_at__gt=now).count()


def hit_in(office: str, first: date, last: date, *, now: datetime) -> int:
    """Return how many have an appointment to come in some days that nothing has closed."""
    slots = {"slot__office": office, "slot__closed": False, "slot__starts_at__gte": now}
    days = {"slot__local_day__gte": first, "slot__local_day__lte": last}
    return Appointment.objects.filter(EXPECTED, **slots, **days).count()


def outstanding(closure: Closure) -> QuerySet[Appointment]:
    """Return whom a closure has hit and who has no outcome yet, the earliest first."""
    outcomes = Outcome.objects.filter(closure=closure, appointment=OuterRef("pk"))
    return (
        Appointment.objects.filter(EXPECTED, ~Exists(outcomes), slot__closure=closure)
        .select_related("slot", "slot__office")
        .order_by("slot__starts_at", "pk")
    )


def unsettled() -> QuerySet[Closure]:
    """Return the closures with a plan that somebody waits for, or nobody has looked through."""
    outcomes = Outcome.objects.filter(closure=OuterRef("slot__closure"), appointment=OuterRef("pk"))
    waiting = Appointment.objects.filter(EXPECTED, ~Exists(outcomes), slot__closure=OuterRef("pk"))
    planned = Closure.objects.filter(plan__in=Closure.PLANS).select_related("office")
    return planned.filter(Q(settled_at=None) | Exists(waiting)).order_by("pk")


def closures_ahead(office: Office, *, now: datetime) -> QuerySet[Closure]:
    """Return the closures of an office that are not over on its own calendar, the next first."""
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    return Closure.objects.filter(office=office, ends_on__gte=today).order_by("starts_on", "pk")


def today_at(office: Office, *, now: datetime) -> list[Closure]:
    """Return the closures that an office is in at this moment, or that begin later today."""
    zone = ZoneInfo(office.time_zone)
    today = now.astimezone(zone).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(), zone)
    values = {"office": office.pk, "now": now, "today": today, "tomorrow": tomorrow}
    return _CLOSURES.all(_TODAY, {**values, "no_day": Closure.NO_DAY})


def owners_made(actor: str, at: datetime) -> list[Closure]:
    """Return what owns the times that changes of hours by somebody, at that instant, took away."""
    lines = AuditEntry.objects.filter(record_type=HOURS, verb="change_hours", actor=actor, at=at)
    owners = lines.filter(record__gt=0).values("record")
    return list(Closure.objects.filter(pk__in=owners).select_related("office").order_by("pk"))


def outcomes_of(closure: int) -> QuerySet[Outcome]:
    """Return what became of each whom a closure has hit, also where it was taken back since."""
    return Outcome.objects.filter(Q(closure=closure) | Q(ended_closure=closure)).order_by("pk")


def back_again(outcomes: Sequence[Outcome]) -> set[int]:
    """Return the outcomes, by number, of people who have heard since that their time is back."""
    people = [outcome.appointment_id for outcome in outcomes]
    lines = AuditEntry.objects.filter(
        record_type="appointment", record__in=people, verb=closures.REOPENED
    )
    heard = dict(lines.order_by("at").values_list("record", "at"))
    return {
        outcome.pk
        for outcome in outcomes
        if heard.get(outcome.appointment_id, outcome.made_at) > outcome.made_at
    }


def taken_back(office: Office, closure: int) -> AuditEntry | None:
    """Return the line that says that a closure of an office was taken back; None where none is."""
    lines = AuditEntry.objects.filter(record_type=CLOSURE, record=closure, verb=REOPENED)
    return lines.filter(facts__office=office.pk).order_by("-pk").first()


def counts(outcomes: QuerySet[Outcome]) -> dict[str, int]:
    """Return how many were moved, kept, cancelled, told, and took what was kept for them."""
    of_kind = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Outcome.Kind}
    sums: dict[str, int] = outcomes.aggregate(
        **of_kind,
        told=Count("pk", filter=~Q(told_by="")),
        taken=Count("pk", filter=Q(answer=Outcome.Answer.TAKEN)),
        all=Count("pk"),
    )
    return sums


def not_reached(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Return those whom no message reached, and staff have not, the soonest appointment first."""
    calls = CallTask.objects.filter(
        appointment=OuterRef("appointment"), kind=CallTask.Kind.CLOSURE, reached_at=None
    )
    unreached = outcomes.filter(Exists(calls), told_by="")
    return unreached.select_related("appointment__slot__service").order_by(
        "appointment__slot__starts_at", "pk"
    )


def last_change_of_hours(office: Office, service: str) -> AuditEntry | None:
    """Return the line of the last change of the hours of a service at an office."""
    lines = AuditEntry.objects.filter(
        record_type=HOURS, facts__office=office.pk, facts__service=service
    )
    return lines.order_by("-pk").first()


def history(office: Office) -> Sequence[AuditEntry]:
    """Return what staff did to the opening of an office, the newest first."""
    entries = AuditEntry.objects.filter(
        record_type__in=[CLOSURE, HOURS], facts__office=office.pk, verb__in=VERBS
    )
    return list(entries.order_by("-pk")[:SHOWN])
