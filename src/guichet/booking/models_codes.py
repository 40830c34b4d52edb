"""One-time codes of clients: who lost a notice, and whose phone or address has many."""

from django.db import models


class LostCode(models.Model):
    """A one-time code asked for by somebody who lost their notice.

    It names a keyed hash of what they said of themselves, whether that fits an appointment or not:
    so asking does the same work, and takes the same time, in both cases. The code is derived.
    A phone number without its country may be one of several: `people` has the hash of each, in
    hexadecimal.
    """

    identity = models.BinaryField(max_length=32)
    people = models.JSONField(null=True)
    sent_for = models.BigIntegerField(null=True)  # the appointment whose address has the code
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["identity", "asked_at"], name="codes_of_an_identity")]

    def __str__(self) -> str:
        return f"code {self.pk}"

    @property
    def sought(self) -> list[bytes]:
        """The keyed hashes of whom the code may be for; one, in a row of an earlier version."""
        return [bytes.fromhex(person) for person in self.people or [bytes(self.identity).hex()]]


class ContactCode(models.Model):
    """A one-time code for a phone or an address that has many appointments; derived, not stored.

    It is good for its time and for `rules.LIVE_FOR_A_CONTACT` bookings. The phone or the address
    is erased when its time is over; that a code was sent is counted for a day.
    """

    class Kind(models.TextChoices):
        PHONE, EMAIL = "phone", "email"

    contact = models.BinaryField(max_length=32)  # keyed hash, as in Appointment
    kind = models.CharField(max_length=5, choices=Kind)
    address = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["contact", "asked_at"], name="codes_of_a_contact")]

    def __str__(self) -> str:
        return f"code {self.pk} for a contact"
