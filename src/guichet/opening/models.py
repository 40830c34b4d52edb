"""What a closure has made of each appointment that it hit."""

from django.db import models
from django.db.models import Q

from guichet.booking.models import Appointment
from guichet.offices.models import Closure


class Outcome(models.Model):
    """What became of one appointment under one closure, and by what its client was told.

    `moved`: another place is kept for them until they answer. `kept`: none was free, and they
    choose one themselves. `cancelled`: staff wanted no more than that. Nobody is named here. It
    outlives its closure: whom one hit that was taken back may have to be called.
    """

    class Kind(models.TextChoices):
        MOVED, KEPT, CANCELLED = "moved", "kept", "cancelled"

    class Answer(models.TextChoices):
        TAKEN, OTHER = "taken", "other"  # the place that was kept; another one, or none

    closure = models.ForeignKey(
        Closure, on_delete=models.SET_NULL, null=True, related_name="outcomes"
    )
    ended_closure = models.BigIntegerField(
        null=True, db_index=True, help_text="The number of the closure, once it was taken back."
    )
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=Kind)
    made_at = models.DateTimeField()
    hold = models.BigIntegerField(null=True, help_text="The claim that keeps the place.")
    offered_at = models.DateTimeField(null=True, help_text="When the place that is kept begins.")
    kept_until = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=8, blank=True)  # mail, text or call: the first to arrive
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "appointment"], name="one_outcome_a_closure_and_appointment"
            ),
            models.CheckConstraint(
                condition=~Q(kind="moved") | Q(offered_at__isnull=False, kept_until__isnull=False),
                name="who_is_moved_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by closure {self.closure_id or self.ended_closure}"
