"""Contacts that are handed over to the national centre, and who has taken each of them over."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guichet.interactions.models import Interaction


class HandOver(models.Model):
    """An agent hands a contact over to the national centre, and leads it until somebody takes it.

    It stays one contact, with one number. The agents of it are who asked and who took over, in
    their order.
    """

    class Outcome(models.TextChoices):
        TAKEN, TAKEN_BACK = "taken", "taken_back"

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="hand_overs"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"],
                condition=Q(ended_at__isnull=True),
                name="one_hand_over_of_a_contact_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="a_hand_over_ends_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(ended_at__isnull=True), name="hand_overs_that_wait"
            )
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}, {self.outcome or 'waiting'}"


class TakeOver(models.Model):
    """The agent who took a contact over: one for a hand-over, or the database refuses it.

    What a caller had proven before opens nothing any more: `checks_before` is the last check that
    another agent heard. How far it had gone is kept as a word.
    """

    hand_over = models.OneToOneField(HandOver, on_delete=models.CASCADE, related_name="take_over")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    checks_before = models.BigIntegerField()  # 0: there was none
    level = models.CharField(max_length=7)  # that was reached before

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"take-over of hand-over {self.hand_over_id}"
