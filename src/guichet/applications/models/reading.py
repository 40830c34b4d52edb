"""A refusal that a second officer reads before it is sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.applications.models.task import OfficerTask
from guichet.kernel.enciphering.fields import EncipheredText

_OF_A_TASK = ("task_id", "asked_at")


class SecondReading(models.Model):
    """A refusal as an officer wrote it, until another one agrees to it or gives it back.

    It waits as long as its task does: what settles the case otherwise takes the task off the list,
    and nothing comes of the refusal. The person is told nothing before somebody agrees.
    """

    class Outcome(models.TextChoices):
        AGREED, GIVEN_BACK = "agreed", "given_back"

    task = models.OneToOneField(OfficerTask, on_delete=models.CASCADE, related_name="reading")
    first_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    grounds = models.JSONField(default=list)
    words = EncipheredText(bound_to=_OF_A_TASK)
    language = models.CharField(max_length=12)  # of the words
    internal_reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = EncipheredText(blank=True, bound_to=_OF_A_TASK)  # why it was given back
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | ~Q(officer=F("first_officer")),
                name="somebody_else_reads_a_refusal",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, officer__isnull=True, outcome="")
                | Q(read_at__isnull=False, officer__isnull=False, outcome="agreed")
                | (
                    Q(read_at__isnull=False, officer__isnull=False, outcome="given_back")
                    & ~Q(answer="")
                ),
                name="a_second_reader_agrees_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}: {self.outcome or 'open'}"
