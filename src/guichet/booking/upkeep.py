"""What the worker does again and again: end what is due, tell, remind, forget."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guichet.booking import places, queries, rules
from guichet.booking.keys import identities
from guichet.booking.models import Appointment, CallTask, ContactCode, LostCode, ReleaseWish, Slot
from guichet.booking.telling import relocations
from guichet.interactions import upkeep as interactions
from guichet.kernel import endings
from guichet.kernel.database import forgetting
from guichet.kernel.database.forgetting import erase
from guichet.kernel.guarding.table import REMEMBERED
from guichet.kernel.models import Bucket, Dispatch, IdempotentAnswer, Try
from guichet.kernel.record import seals
from guichet.kernel.running import static_files
from guichet.kernel.work import backlog, outbox

# What is kept for hours is looked through so often: a period and one look make the promise.
LOOKED_THROUGH = timedelta(minutes=5)
DRAFTS_KEPT = timedelta(hours=1) - LOOKED_THROUGH
APPOINTMENTS_KEPT = timedelta(days=90)  # after the day itself: late enquiries are answered from it
# What rooms above keep of an appointment goes with it: each of these is handed in, and erases it.
ERASED_WITH: list[Callable[[QuerySet[Appointment]], object]] = []
# Kinds that rooms above keep for days: each is handed in, and forgets its own.
ALSO_KEPT: dict[str, Callable[..., int]] = {}
# What rooms above count of people before they are forgotten, and which appointments they have
# counted: where that fails the purge goes on with the others, says so, and leaves these.
COUNT_FIRST: dict[str, Callable[..., object]] = {}
COUNTED: list[Callable[[QuerySet[Appointment]], QuerySet[Appointment]]] = []
CLAIMS_COUNT = timedelta(hours=24)  # for the price of a network's next claim
NETWORKS_KEPT = timedelta(days=7)  # with a booking, to see many of one source
DISPATCHES_KEPT = timedelta(days=30)
WISHES_KEPT = timedelta(days=30)
PLACES_KEPT = timedelta(days=365)  # of an office, as they were before; longer where one is known
AUDIT_KEPT = timedelta(days=2 * 365)
TRIES_KEPT = timedelta(hours=2) - LOOKED_THROUGH
BUCKETS_KEPT = REMEMBERED - LOOKED_THROUGH
ANSWERS_KEPT = timedelta(hours=24)
# The other kinds are of the whole house.
OF_APPOINTMENTS = frozenset({"drafts", "codes", "contact_codes", "networks", "appointments"}) | {
    "entries",
    "identities",
    "slots",
    "places",
    "wishes",
}
SLOTS_AT_ONCE = 1_000  # whose past appointments are erased in one transaction


def end_due_claims(*, now: datetime) -> int:
    """Give back every place whose hold or rest is over, while its minute lasts; return how many."""
    look = partial(queries.slots_with_due_claims, now=now)
    return sum(
        places.end_due_claims(slot, now=now) for slots in backlog.drained(look) for slot in slots
    )


def tell_wishes(*, now: datetime) -> int:
    """Write to those who asked to be told, once there is what they wait for; return to how many."""
    count = 0
    pairs = ReleaseWish.objects.filter(told_at=None).values_list("office_id", "service_id")
    for office, service in pairs.distinct():
        if queries.is_any_free(office, service, now=now):
            count += _tell(office, service, now=now)
    return count


@transaction.atomic
def _tell(office: str, service: str, *, now: datetime) -> int:
    open_wishes = ReleaseWish.objects.select_for_update(skip_locked=True).filter(
        office_id=office, service_id=service, told_at=None
    )
    in_order = open_wishes.order_by("email", "pk")  # in which two workers lock the same addresses
    due = [wish for wish in in_order if _is_due(wish, now=now)]
    wishes = [wish for wish in due if _enqueue(wish, now=now)]
    return ReleaseWish.objects.filter(pk__in=[wish.pk for wish in wishes]).update(told_at=now)


def _enqueue(wish: ReleaseWish, *, now: datetime) -> bool:
    """Write to who asked; false where their address has enough of this for a day.

    Anybody can type an address for every office there is: what is too much waits for tomorrow.
    """
    contact = identities.contact_of_wishes(wish.email)
    is_full = outbox.sent_to_today(contact, now=now) >= rules.LIVE_FOR_A_CONTACT
    if settings.RATE_LIMITS and is_full:
        return False
    return outbox.enqueue(
        "places_released",
        wish.pk,
        key=f"wish:{wish.pk}",
        language=wish.language,
        now=now,
        contact=contact,
    )


def _is_due(wish: ReleaseWish, *, now: datetime) -> bool:
    """Tell whether a place is free; for who found some that did not suit, a newer one."""
    return not wish.waits_for_new or queries.is_any_free(
        wish.office_id, wish.service_id, now=now, opened_after=wish.asked_at
    )


def _purge_past(*, before: datetime) -> int:
    """Erase appointments whose day is long over, the slots of one step at a time."""
    past = Appointment.objects.filter(slot__ends_at__lt=before, confirmation_number__isnull=False)
    for counted in COUNTED:
        past = counted(past)
    slots = past.order_by("slot").values_list("slot", flat=True).distinct()
    return sum(_purge_slots(past, pks) for pks in batched(list(slots), SLOTS_AT_ONCE))


@transaction.atomic
def _purge_slots(past: QuerySet[Appointment], slots: Sequence[int]) -> int:
    """Erase the past appointments of some slots, and count what is left in each."""
    doomed = past.filter(slot__in=slots)
    CallTask.objects.filter(appointment__in=doomed).delete()
    for erase_with in ERASED_WITH:
        erase_with(doomed)
    numbers = doomed.exclude(confirmation_number=None).values("confirmation_number")
    interactions.erase_with("appointment", numbers)
    # One statement: Django would read every row first, to find what hangs on it.
    count = int(doomed._raw_delete(doomed.db))
    of_public = Appointment.objects.filter(slot=OuterRef("pk"), place__lte=OuterRef("room"))
    live = of_public.exclude(state="ended")
    counted = live.order_by().values("slot").annotate(claims=Count("pk")).values("claims")
    Slot.objects.filter(pk__in=slots).update(taken=Coalesce(Subquery(counted), 0))
    return count


def _purge_drafts(*, now: datetime) -> int:
    """Erase what was typed and not booked; the claim itself counts against its network for long.

    A client is told so from when the place was kept. What staff typed for people who come together,
    whose places are kept for an hour, counts from when that was over.
    """
    before, by_client = now - DRAFTS_KEPT, ~Q(visitor=None) | ~Q(site=None)
    unbooked = Appointment.objects.filter(state="ended", confirmation_number=None)
    ended = unbooked.filter(by_client | Q(until_at=None) | Q(until_at__lt=before))
    uncounted = ended.filter(Q(site=None) | Q(held_at__lt=now - CLAIMS_COUNT))
    drafts = ended.filter(~Q(name="") | ~Q(visitor=None), held_at__lt=before)
    forgetting.change(drafts, {**queries.ERASED, "visitor": None})
    return erase(uncounted.filter(held_at__lt=before))


def _purge_contact_codes(*, now: datetime) -> int:
    over = ContactCode.objects.filter(expires_at__lt=now)
    forgetting.change(over.exclude(address=""), {"address": ""})
    return erase(over.filter(asked_at__lt=now - CLAIMS_COUNT))


def purge_soon(*, now: datetime) -> dict[str, int]:
    """Erase what is kept for minutes or hours; return how many of each."""
    return _forget(_kept_for_hours(now), now=now)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase all that is kept no longer than it serves; return how many of each."""
    kinds = {**counting_first(now=now), **_kept_for_hours(now), **_kept_for_days(now)}
    return _forget(kinds, now=now)


def counting_first(*, now: datetime) -> dict[str, Callable[[], int]]:
    """Return what is to be counted before anybody is forgotten, as kinds that forget nobody."""
    return {kind: partial(_count, count, now=now) for kind, count in COUNT_FIRST.items()}


def _count(count: Callable[..., object], *, now: datetime) -> int:
    count(now=now)
    return 0


def _forget(kinds: dict[str, Callable[[], int]], *, now: datetime) -> dict[str, int]:
    leftovers = set() if settings.AGENCY.has("appointments") else OF_APPOINTMENTS
    return forgetting.each(kinds, now=now, leftovers={*COUNT_FIRST, *leftovers})


def _kept_for_hours(now: datetime) -> dict[str, Callable[[], int]]:
    return {
        "drafts": partial(_purge_drafts, now=now),
        "visits": partial(endings.purge, now=now),
        "codes": partial(erase, LostCode.objects.filter(expires_at__lt=now)),
        "contact_codes": partial(_purge_contact_codes, now=now),
        "tries": partial(erase, Try.objects.filter(at__lt=now - TRIES_KEPT)),
        "buckets": partial(erase, Bucket.objects.filter(at__lt=now - BUCKETS_KEPT)),
    }


def _kept_for_days(now: datetime) -> dict[str, Callable[[], int]]:
    networks = Appointment.objects.filter(site__isnull=False, held_at__lt=now - NETWORKS_KEPT)
    # Nobody is looked for in the past, and each of these hashes lies anywhere in its index.
    past = Appointment.objects.filter(state="booked", identity__isnull=False, slot__ends_at__lt=now)
    old_slots = Slot.objects.filter(ends_at__lt=now - AUDIT_KEPT).filter(
        ~Exists(Appointment.objects.filter(slot=OuterRef("pk")))
    )
    dispatches = Dispatch.objects.filter(created_at__lt=now - DISPATCHES_KEPT, expires_at__lt=now)
    answers = IdempotentAnswer.objects.filter(at__lt=now - ANSWERS_KEPT)
    places_before = relocations.forgettable(before=now - PLACES_KEPT)
    unlinked = {"network": None, "home": None, "site": None}
    return {
        "networks": partial(forgetting.change, networks, unlinked),
        "identities": partial(forgetting.change, past, identities.NOBODY),
        "appointments": partial(_purge_past, before=now - APPOINTMENTS_KEPT),
        "slots": partial(erase, old_slots),
        "places": partial(erase, places_before),
        "dispatches": partial(erase, dispatches),
        "wishes": partial(erase, ReleaseWish.objects.filter(asked_at__lt=now - WISHES_KEPT)),
        "answers": partial(erase, answers),
        "files": partial(static_files.forget, now=now),
        "audit": partial(seals.purge, now=now),
        **{kind: partial(forget, now=now) for kind, forget in ALSO_KEPT.items()},
    }
