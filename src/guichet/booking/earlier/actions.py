"""What a client does about the list: ask, change the days, say "still", leave, accept, decline."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from guichet.booking import actions, places, queries, rules
from guichet.booking.earlier import queries as entries
from guichet.booking.earlier import telling
from guichet.booking.earlier.rules import check_wish, last_day, wished_days
from guichet.booking.models import Appointment, Entry, EntryDay, Offer
from guichet.booking.places import Details
from guichet.booking.telling import channels, following
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office, Service

State = Entry.State


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which days would suit somebody: weekdays as digits, a last day, hours they need before."""

    weekdays: str
    lead_hours: int
    last_on: date | None = None


def check(
    wish: Wish, office: Office, service: str, *, own: Appointment | None, now: datetime
) -> None:
    """Raise Obstacle where no time that could be offered is wished; it names the field to change.

    `no_earlier_time`, `no_time_by_then`, `no_time_on_weekdays`, `no_time_so_early`.
    """
    chances = entries.chances(office, service, own=own, now=now)
    check_wish(chances, weekdays=wish.weekdays, lead_hours=wish.lead_hours, last_on=wish.last_on)


@transaction.atomic
def ask(
    details: Details,
    wish: Wish,
    *,
    office: Office,
    service: Service,
    language: str,
    now: datetime,
    own: Appointment | None = None,
) -> Entry:
    """Put somebody on the list, or return the entry that they have; tell them where it is seen.

    Who asks twice keeps the place in line of the first time. Raises Obstacle
    `too_many_entries` where many others have the phone, and what `check` raises, for which their
    `own` appointment counts where they have shown that it is theirs.
    """
    check(wish, office, service.pk, own=own, now=now)
    keys, phone = details.keys, details.contacts.phone
    entry = entries.entry_for(keys, office=office.pk, service=service.pk)

    is_full = settings.RATE_LIMITS and entries.live_with_phone(phone) >= rules.live_for(phone)
    if entry is None and is_full:
        raise Obstacle("too_many_entries")

    if entry is None:
        entry = _write_entry(details, wish, office, service, language=language, now=now)
    telling.confirm(entry, details, now=now)
    return entry


def _write_entry(
    details: Details, wish: Wish, office: Office, service: Service, *, language: str, now: datetime
) -> Entry:
    """Write an entry with its days; return the one that is there where two ask at once."""
    keys = details.keys
    facts = {
        "letters": keys.letters,
        "words": keys.words,
        "by_phone": details.contacts.phone,
        "client": _kept(details),
        "language": language,
        "asked_at": now,
        **_facts(wish, own=None, office=office, now=now),
    }
    entry, is_new = Entry.objects.get_or_create(
        identity=keys.identity, office=office, service=service, defaults=facts
    )
    if is_new:
        _wish_for(entry, wish, now=now)
        audit.write("ask_earlier", "entry", entry.pk, actor=rules.CLIENT, now=now)
    return entry


@transaction.atomic
def change(entry: Entry, wish: Wish, *, now: datetime) -> None:
    """Let an entry stand for other days; the place in line stays."""
    entry = _locked(entry)

    if entry.state not in entries.LIVE:
        raise Obstacle("entry_ended")
    own = entries.own_appointment(entry, now=now)
    check(wish, entry.office, entry.service_id, own=own, now=now)

    _wish_for(entry, wish, now=now)


@transaction.atomic
def still(entry: Entry, *, now: datetime) -> None:
    """Take somebody back into the line who was asked whether they still want to be in it."""
    entry = _locked(entry)

    if entry.state not in entries.LIVE:
        raise Obstacle("entry_ended")

    if entry.state == State.ASKED:
        Entry.objects.filter(pk=entry.pk).update(state=State.WAITING, lapses=0)
        entry.state = State.WAITING
        _write_days(entry, now=now)


@transaction.atomic
def leave(entry: Entry, *, now: datetime) -> None:
    """Take somebody off the list; what was offered to them goes to the next. Twice is no fault."""
    offer = Offer.objects.filter(entry=entry, state=Offer.State.OPEN).first()
    if offer:
        _decline(offer, now=now)
    entry = _locked(entry)

    if entry.state == State.OFFERED:  # this moment; the page shows it
        raise Obstacle("offered_meanwhile")

    with connection.cursor() as cursor:
        cursor.execute("SELECT end_entry(%s, 'left', %s)", [entry.pk, now])
    audit.write("leave_list", "entry", entry.pk, actor=rules.CLIENT, now=now)
    telling.tell_offers(now=now)


@transaction.atomic
def decline(offer: Offer, *, now: datetime) -> None:
    """Say no to an offer: the place in line stays, and the next is offered the time."""
    declined = _decline(offer, now=now)

    if not declined:
        state = Offer.objects.values_list("state", flat=True).get(pk=offer.pk)
        if state != Offer.State.DECLINED:
            raise Obstacle(f"offer_{state}")
    telling.tell_offers(now=now)


@transaction.atomic
def accept(offer: Offer, *, now: datetime) -> Appointment:
    """Move the client's appointment into what was offered, or book it for who has none.

    One transaction: there is no moment in which they have neither or both. Raises Obstacle
    `offer_lapsed`, `offer_accepted`, `offer_declined`, `offer_withdrawn`, `own_is_nearer`, or what
    a booking raises.
    """
    entry = Entry.objects.get(pk=offer.entry_id)
    own = entries.own_appointment(entry, now=now)
    details = details_of(entry)

    rest_until = actions.rest(own, now=now) if own else now
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM accept_offer(%s, %s, %s, %s)", [offer.pk, now, rest_until, rules.CLIENT]
        )
        moved, claim, obstacle = cursor.fetchone()
    if obstacle:
        raise Obstacle(obstacle)

    if moved:
        Appointment.objects.filter(pk=moved).update(place_seen_at=now)
        appointment = queries.appointment(moved)
        channels.tell_change(appointment, "appointment_moved", by_staff=False, now=now)
    else:
        places.confirm(claim, details, language=entry.language, now=now, vouched=True)
        appointment = queries.appointment(claim)
        channels.confirm(appointment, "appointment_confirmed", cause=f"{claim}", now=now)
    following.tell_rooms(appointment, now=now)
    telling.tell_offers(now=now)
    return appointment


def details_of(entry: Entry) -> Details:
    """Return what somebody on the list said of themselves."""
    facts = dict(entry.client)
    born = date.fromisoformat(facts.pop("date_of_birth", "1900-01-01"))
    return Details(**{"name": "", "phone": "", **facts}, date_of_birth=born)


def _kept(details: Details) -> dict[str, str]:
    facts = {name: value for name, value in asdict(details).items() if value}
    return {**facts, "date_of_birth": details.date_of_birth.isoformat()}


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update(of=("self",)).select_related("office").get(pk=entry.pk)


def _decline(offer: Offer, *, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT decline_offer(%s, %s)", [offer.pk, now])
        return bool(cursor.fetchone()[0])


def _wish_for(entry: Entry, wish: Wish, *, now: datetime) -> None:
    """Write what an entry waits for."""
    own = entries.own_appointment(entry, now=now)
    own_day = own.slot.local_day if own else None
    facts = _facts(wish, own=own_day, office=entry.office, now=now)
    Entry.objects.filter(pk=entry.pk).update(**facts)
    for name, value in facts.items():
        setattr(entry, name, value)
    _write_days(entry, now=now)


def _facts(wish: Wish, *, own: date | None, office: Office, now: datetime) -> dict[str, object]:
    today = _today(office, now=now)
    return {
        "weekdays": wish.weekdays,
        "lead_hours": wish.lead_hours,
        "last_on": last_day(wish.last_on, today=today, own=own),
    }


def _write_days(entry: Entry, *, now: datetime) -> None:
    """Write the days by which an entry is found; there are none while it is passed over."""
    EntryDay.objects.filter(entry=entry).delete()
    if entry.state == State.ASKED:
        return
    first = _today(entry.office, now=now)
    days = wished_days(first=first, last=entry.last_on, weekdays=entry.weekdays)
    place = {"office_id": entry.office_id, "service_id": entry.service_id}
    EntryDay.objects.bulk_create(EntryDay(entry=entry, day=day, **place) for day in days)


def _today(office: Office, *, now: datetime) -> date:
    return now.astimezone(ZoneInfo(office.time_zone)).date()
