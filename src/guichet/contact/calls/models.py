"""Telephone calls as a telephone system tells of them: their events, and what follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.contact.call_backs.models import CallBack
from guichet.kernel.enciphering.fields import EncipheredText

RECORD = "call"  # as interactions name it among their subjects


class TelephoneCall(models.Model):
    """One call that came in. Its columns say what follows from its events (`rules.standing`).

    Events repeat and come in any order, so a call may be known before its beginning is. The
    identifier of the telephone system is kept as a keyed hash, the number enciphered; a number
    that is withheld is empty.
    """

    mark = models.CharField(max_length=64, unique=True)
    number = EncipheredText(blank=True, bound_to=("mark",))  # E.164
    # A keyed hash of the number, empty where it is withheld; null until a release before has begun
    # the call and nobody has derived it yet.
    by_phone = models.BinaryField(null=True, max_length=32)
    language = models.CharField(max_length=12, blank=True)
    menu = models.CharField(max_length=60, blank=True)  # what was chosen in the voice menu
    recording = EncipheredText(blank=True, bound_to=("mark",))  # as the telephone system names it
    heard_at = models.DateTimeField()  # the first of its events
    began_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    handed_on_at = models.DateTimeField(null=True)  # and nobody has answered since
    handed_on_to = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    call_back = models.ForeignKey(
        CallBack, on_delete=models.SET_NULL, null=True, related_name="missed_calls"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, agent__isnull=True)
                | Q(answered_at__isnull=False, agent__isnull=False),
                name="an_answered_call_has_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("heard_at")),
                name="a_call_ends_after_it_was_heard_of",
            ),
            models.CheckConstraint(
                condition=Q(call_back__isnull=True) | Q(ended_at__isnull=False),
                name="a_call_that_goes_on_is_not_called_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["heard_at"], condition=Q(ended_at__isnull=True), name="calls_going_on"
            ),
            models.Index(fields=["heard_at"], name="calls_of_a_day"),
            models.Index(
                fields=["by_phone"], condition=Q(by_phone__isnull=False), name="calls_of_a_phone"
            ),
            models.Index(fields=["id"], condition=Q(by_phone__isnull=True), name="calls_to_derive"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class CallEvent(models.Model):
    """One thing that a telephone system told of a call; told again it is the same one."""

    class Kind(models.TextChoices):
        BEGAN, ANSWERED = "began", "answered"
        TRANSFERRED, ENDED = "transferred", "ended"

    call = models.ForeignKey(
        TelephoneCall, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=11, choices=Kind)
    detail = models.CharField(max_length=60, blank=True)  # the account that answered, where to
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind", "detail"], name="an_event_of_a_call_counts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of call {self.call_id}"
