"""The earlier-time list: who waits for a place that comes back, and what was offered to them."""

from django.db import models
from django.db.models import Q

from guichet.kernel.enciphering.fields import EncipheredJSON
from guichet.offices.models import Office, Service


class Entry(models.Model):
    """Somebody who waits for a place, at an office for a service, in the order of asking (`id`).

    Whom it stands for is found by the keyed hashes of an appointment, so that the list knows of an
    appointment of theirs, whenever they booked it; `client` is what they said of themselves, for a
    booking. Both are erased when the entry ends. While it is `offered` it has one open offer, and
    while it is `asked` it is passed over: twice they had not answered.
    """

    class State(models.TextChoices):
        WAITING, OFFERED, ASKED = "waiting", "offered", "asked"
        ACCEPTED, LEFT, OVER = "accepted", "left", "over"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    identity = models.BinaryField(null=True, max_length=32)
    letters = models.BinaryField(null=True, max_length=32)
    words = models.BinaryField(null=True, max_length=32)
    by_phone = models.BinaryField(null=True, max_length=32)
    client = EncipheredJSON(bound_to=("office_id", "service_id", "asked_at"), default=dict)
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    weekdays = models.CharField(max_length=7, help_text="1 is Monday: 135 is every other day.")
    last_on = models.DateField(help_text="The last day that would still be of use.")
    lead_hours = models.PositiveSmallIntegerField(help_text="How long before they must know.")
    lapses = models.PositiveSmallIntegerField(default=0, help_text="Offers without any answer.")
    asked_again_at = models.DateTimeField(null=True, help_text="Whether they still want it.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "office", "service"],
                condition=Q(identity__isnull=False),
                name="one_entry_each",
            ),
        ]
        indexes = [
            models.Index(
                fields=["by_phone"], condition=Q(by_phone__isnull=False), name="entries_of_a_phone"
            ),
            models.Index(
                fields=["id"],
                condition=Q(state="asked", asked_again_at__isnull=True),
                name="entries_to_ask_again",
            ),
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="entries_that_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk} at {self.office_id} for {self.service_id}"


class EntryDay(models.Model):
    """A day that would suit somebody on the list; there are none while they are passed over.

    In this index the first who wants a day stands first, however many wait for other days.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="days")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "day", "entry"], name="entries_by_wished_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} of entry {self.entry_id}"


class Offer(models.Model):
    """A place kept for one entry until `until_at`: a held claim without a visitor.

    Where nobody was told of it in time it was `withdrawn`, which counts against nobody.
    """

    class State(models.TextChoices):
        OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
        LAPSED, WITHDRAWN = "lapsed", "withdrawn"

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="offers", db_index=False
    )
    slot = models.ForeignKey("booking.Slot", on_delete=models.CASCADE, related_name="offers")
    claim = models.BigIntegerField(unique=True)  # drafts are erased before offers are
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    sends_at = models.DateTimeField(help_text="Not before: nobody is woken up.")
    until_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="open"), name="one_open_offer_an_entry"
            ),
            models.UniqueConstraint(fields=["entry", "slot"], name="a_time_is_offered_once"),
        ]
        indexes = [
            models.Index(
                fields=["sends_at"],
                condition=Q(state="open", told_at__isnull=True),
                name="offers_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} offer {self.pk}"
