"""What agents practised: runs of stories, with their steps and scores, and nothing of a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PracticeRun(models.Model):
    """One run of a story by an agent: its steps from the start, and the score once it has ended.

    The steps are codes alone. What was typed of a set is kept as whether it fits, never as it was
    typed: somebody may have typed what is true of a real person.
    """

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_runs"
    )
    story = models.CharField(max_length=40)
    digest = models.CharField(max_length=16)  # of the story as it was then
    steps = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    parts = models.JSONField(default=list)  # name, points, most, reasons

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, score__isnull=True)
                | Q(ended_at__isnull=False, score__isnull=False, score__lte=100),
                name="a_run_ends_with_a_score",
            ),
            models.UniqueConstraint(
                fields=["agent", "story"],
                condition=Q(ended_at__isnull=True),
                name="one_run_of_a_story_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["begun_at"], name="practice_by_day")]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.story}"
