"""Times at offices, and the clients' claims on them."""

from typing import cast

from django.db import models
from django.db.models import F, Q

from guichet.booking.models_codes import ContactCode, LostCode
from guichet.booking.tables.earlier import Entry, EntryDay, Offer
from guichet.booking.tables.wishes import ReleaseWish
from guichet.kernel.reading.births import Birth, Precision
from guichet.offices.models import Closure, Office, Service

__all__ = [
    "Appointment",
    "CallTask",
    "ContactCode",
    "Entry",
    "EntryDay",
    "LostCode",
    "Offer",
    "ReleaseWish",
    "Slot",
]


class Slot(models.Model):
    """A time at an office for a service, with room for `capacity` clients at once.

    The places from 1 to `room` are the public's: `taken` counts the live claims on them. Those
    above, up to the capacity, are for staff to give. Nobody may claim before `opens_at`, the minute
    of release. The capacity never falls below an occupied place (`sql/keep_occupied_places.sql`).
    """

    # No index of its own: one_slot_a_time begins with it.
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="slots", db_index=False
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    local_day = models.DateField(help_text="The day on the office's own calendar.")
    capacity = models.PositiveSmallIntegerField()
    room = models.PositiveSmallIntegerField(help_text="The public share of the capacity.")
    taken = models.PositiveSmallIntegerField(default=0)
    opens_at = models.DateTimeField(help_text="The minute of release.")
    closed = models.BooleanField(default=False, help_text="It is withdrawn, and claimed by nobody.")
    shrinks = models.BooleanField(
        default=False,
        db_default=False,
        help_text="A place that the hours no longer have is occupied: it goes when it is free.",
    )
    usual_minutes = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="How long a time of the service was when its day was made. Empty: not noted.",
    )
    # The closure that withdrew it and alone gives it back; none where the day is no working day.
    # The database itself empties it with a closure that the release before deletes.
    closure = models.ForeignKey(
        Closure,
        null=True,
        on_delete=models.SET_NULL,
        db_constraint=False,
        db_index=False,
        related_name="slots",
    )

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "starts_at"],
                name="one_slot_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="nobody_beyond_the_capacity"
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("room")), name="the_public_takes_no_more_than_its_share"
            ),
            models.CheckConstraint(
                condition=Q(room__lte=F("capacity")), name="the_public_share_fits_the_capacity"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slots_end_after_they_begin"
            ),
        ]
        indexes = [
            models.Index(
                fields=["closure"], condition=Q(closure__isnull=False), name="slots_of_a_closure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.service_id} {self.starts_at:%Y-%m-%d %H:%M}Z"


UNSERVED = frozenset({"left", "not_served"})  # endings of who was there and was not served


class Appointment(models.Model):
    """A claim on one place in one slot: held while the client types, booked, resting, ended.

    A slot of capacity 3 has places 1, 2 and 3; the first are the public's. Two live claims never
    share a place: the database refuses the second one, whatever the code above it forgot. A
    cancelled place rests until `until_at` before anybody may have it; a moved one leaves a resting
    claim behind.
    """

    class State(models.TextChoices):
        HELD, BOOKED, RESTING, ENDED = "held", "booked", "resting", "ended"

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    # The slot's service stands here too, because a constraint sees one table only.
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State)
    until_at = models.DateTimeField(null=True, blank=True)  # when a hold or a rest is over
    extended = models.BooleanField(default=False)  # a hold is prolonged once
    visitor = models.BinaryField(null=True, max_length=32)  # keyed hash of a browser's visit
    # Keyed hashes of the networks it was claimed from: the IPv4 address or the /64 of IPv6, then
    # its /56 and its /48 (of IPv4 the same again); null for nobody's, and a week later.
    network = models.BinaryField(null=True, max_length=32)
    home = models.BinaryField(null=True, max_length=32)
    site = models.BinaryField(null=True, max_length=32)
    held_at = models.DateTimeField()

    confirmation_number = models.CharField(max_length=12, unique=True, null=True)
    pin_generation = models.PositiveIntegerField(default=1)
    pin_offered = models.PositiveIntegerField(default=1)  # valid too; its first use retires the old
    pin_key = models.PositiveSmallIntegerField(default=1, db_default=1)  # the version of PIN_KEY
    # Keyed hashes of who it is, see identities.py: as written, the bare letters and the sorted
    # words. All are null from the night after the day; the last two where they are not derived yet.
    identity = models.BinaryField(null=True, max_length=32)
    letters = models.BinaryField(null=True, max_length=32)
    words = models.BinaryField(null=True, max_length=32)
    apart = models.BinaryField(db_default=b"", max_length=32)  # `identity` of "somebody else"
    # Keyed hashes of the phone and of the e-mail address, by which live appointments are counted.
    by_phone = models.BinaryField(null=True, max_length=32)
    by_mailbox = models.BinaryField(null=True, max_length=32)
    address_confirmed_at = models.DateTimeField(null=True)  # who reads the address pressed a button
    booked_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # When a closure was found to hit the day, so that it is told once, and its end as well.
    office_closed_at = models.DateTimeField(null=True)
    # Since when they know where the office is: it was told to them, or they chose a time again.
    place_told_at = models.DateTimeField(null=True)
    place_seen_at = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    # completed, no_show; of who was there and not served: left, not_served (by the office)
    ended_as = models.CharField(max_length=10, blank=True)

    language = models.CharField(max_length=12, default="en")  # notices go out in it
    name = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)  # or the first day that it can have been on
    birth_known = models.CharField(max_length=5, blank=True, db_default="")  # month, year; or whole
    phone = models.CharField(max_length=20, blank=True)
    phone_extension = models.CharField(max_length=8, blank=True, db_default="")
    email = models.EmailField(blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    access_needs = models.CharField(max_length=500, blank=True)
    interpreter = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)  # of the checklist's questions

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "place"],
                condition=~Q(state="ended"),
                name="one_client_per_place",
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="places_count_from_one"),
            models.UniqueConstraint(
                fields=["visitor"], condition=Q(state="held"), name="one_live_hold_per_visitor"
            ),
            models.UniqueConstraint(
                fields=["identity", "service"],
                condition=Q(state="booked"),
                name="one_live_appointment_per_client",
            ),
            models.UniqueConstraint(
                fields=["letters", "service", "apart"],
                condition=Q(state="booked"),
                name="one_live_appointment_per_letters",
            ),
            models.UniqueConstraint(
                fields=["words", "service", "apart"],
                condition=Q(state="booked"),
                name="one_live_appointment_per_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="booked")
                | (
                    Q(confirmation_number__isnull=False, date_of_birth__isnull=False)
                    & ~Q(name="")
                    & ~Q(phone="")
                ),
                name="a_booking_has_its_client",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "resting"]) | Q(until_at__isnull=False),
                name="holds_and_rests_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until_at"],
                include=["slot"],
                condition=Q(state__in=["held", "resting"]),
                name="claims_that_fall_due",
            ),
            models.Index(
                fields=["visitor", "held_at"],
                condition=Q(visitor__isnull=False),
                name="claims_of_a_visitor",
            ),
            models.Index(
                fields=["site", "held_at"],
                condition=Q(site__isnull=False),
                name="claims_of_a_site",
            ),
            models.Index(
                fields=["by_phone"], condition=Q(state="booked"), name="bookings_of_a_phone"
            ),
            models.Index(
                fields=["by_mailbox"],
                condition=Q(state="booked", by_mailbox__isnull=False),
                name="bookings_of_a_mailbox",
            ),
            models.Index(
                fields=["id"],
                condition=Q(state="booked", letters__isnull=True, identity__isnull=False),
                name="bookings_to_derive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} claim {self.pk} on place {self.place}"

    @property
    def born(self) -> Birth | None:
        """The date of birth, as far as the client's document shows it."""
        first = self.date_of_birth
        return Birth(first, cast(Precision, self.birth_known)) if first else None

    @property
    def status(self) -> str:
        """The word the public API has for where the appointment stands."""
        if self.cancelled_at:
            return "cancelled"
        if self.state == self.State.HELD or not self.confirmation_number:
            return "held"
        ended_as = "" if self.ended_as in UNSERVED else self.ended_as
        return ended_as or ("checked_in" if self.checked_in_at else "booked")

    @property
    def standing(self) -> str:
        """Where it stands for the office: of who was there and was not served, how that ended."""
        unserved = self.ended_as if self.ended_as in UNSERVED else ""
        return "cancelled" if self.cancelled_at else unserved or self.status


class CallTask(models.Model):
    """Somebody whom no message could tell of a change by the office: staff call them.

    `about_on` is the day the change is about. A task whose change no longer holds (they chose
    another time themselves) is not shown; it is forgotten with the appointment.
    """

    class Kind(models.TextChoices):
        CLOSURE, CLOSURE_ENDED, CHANGE = "closure", "closure_ended", "office_change"
        PLACE = "place_changed"

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=16, choices=Kind)
    about_on = models.DateField()
    since = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    reached_by = models.CharField(max_length=60, blank=True)  # staff:<account>, or "message"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "kind"],
                condition=Q(reached_at__isnull=True),
                name="one_open_call_a_change",
            ),
        ]
        indexes = [
            models.Index(
                fields=["since"], condition=Q(reached_at__isnull=True), name="calls_to_make"
            )
        ]

    def __str__(self) -> str:
        return f"call {self.pk} about {self.kind}"
