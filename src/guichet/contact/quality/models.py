"""What a supervisor found in a contact that was drawn, and what its agent says to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.interactions.models import Interaction
from guichet.kernel.enciphering.fields import EncipheredText


class QualityReview(models.Model):
    """A contact that was looked over: once, by nobody who led it. It goes with its contact."""

    interaction = models.OneToOneField(
        Interaction, on_delete=models.CASCADE, related_name="quality_review"
    )
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField()
    reply = EncipheredText(blank=True, bound_to=("interaction_id",))  # the agent's
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("agent")), name="nobody_reviews_a_contact_of_their_own"
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="")
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="a_reply_to_a_review_says_something",
            ),
        ]
        indexes = [models.Index(fields=["agent", "-id"], name="reviews_of_an_agent")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class QualityAnswer(models.Model):
    """What a review says to one question: yes, no or does not apply, and a note."""

    class Verdict(models.TextChoices):
        YES, NO, NONE = "yes", "no", "none"

    review = models.ForeignKey(
        QualityReview, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    question = models.CharField(max_length=12)
    verdict = models.CharField(max_length=4, choices=Verdict)
    note = EncipheredText(blank=True, bound_to=("review_id", "question"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question"], name="a_question_once_in_a_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.verdict}"
