"""Papers: files that clients hand in for an application, and what they explain in writing."""

from django.db import models
from django.db.models import Q

from guichet.applications.models.application import Application
from guichet.applications.models.correspondence import DocumentRequest
from guichet.kernel.enciphering.fields import EncipheredBytes, EncipheredText


class Paper(models.Model):
    """A file that a client adds to an application, and what became of it.

    It waits in quarantine as it came until the scanner has seen it. From then on only the paper
    that was made anew of it is kept; nobody opens one that is not clean, and the database agrees.
    """

    class Kind(models.TextChoices):
        PDF, JPEG, PNG, HEIC = "pdf", "jpeg", "png", "heic"

    class Verdict(models.TextChoices):
        CLEAN, INFECTED, NOT_SCANNED = "clean", "infected", "not_scanned"

    class State(models.TextChoices):
        WAITING, READY, HANDED_IN = "waiting", "ready", "handed_in"
        REFUSED, REMOVED = "refused", "removed"  # their bytes are gone

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    # None: nobody asked for it, and it was not handed in yet.
    request = models.ForeignKey(
        DocumentRequest, on_delete=models.CASCADE, null=True, related_name="papers"
    )
    # As the client's device calls it, cleaned: see papers.kinds.
    name = EncipheredText(bound_to=("application_id", "digest"))
    kind = models.CharField(max_length=4, choices=Kind)  # by content, whatever its name says
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    digest = models.BinaryField(max_length=32)  # of what came: sent twice is added once
    verdict = models.CharField(max_length=11, choices=Verdict, default=Verdict.NOT_SCANNED)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)  # a code: why it was refused
    added_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)  # or when that was last tried
    handed_in_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "handed_in"]) | Q(verdict="clean"),
                name="only_clean_papers_are_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_in")
                | Q(handed_in_at__isnull=False, request__isnull=False),
                name="papers_handed_in_say_when",
            ),
            models.UniqueConstraint(
                fields=["application", "request", "digest"],
                condition=Q(state__in=["waiting", "ready"]),
                nulls_distinct=False,
                name="a_paper_is_added_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scanned_at"], condition=Q(state="waiting"), name="papers_in_quarantine"
            ),
            models.Index(
                fields=["added_at"],
                condition=Q(handed_in_at__isnull=True),
                name="papers_not_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}: {self.kind} {self.state}"


class PaperBytes(models.Model):
    """What is in a paper, apart from it, so that a list of papers reads no megabytes.

    As it came while the paper waits in quarantine, without a picture; made anew afterwards.
    """

    paper = models.OneToOneField(
        Paper, on_delete=models.CASCADE, primary_key=True, related_name="bytes"
    )
    content = EncipheredBytes(bound_to=("paper_id",))
    picture = EncipheredBytes(null=True, bound_to=("paper_id",))  # of its first page, small

    def __str__(self) -> str:
        return f"bytes of paper {self.paper_id}"


class ExplanationDraft(models.Model):
    """What somebody has written to us and not handed in: nobody here reads it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="drafts")
    request = models.ForeignKey(
        DocumentRequest, on_delete=models.CASCADE, null=True, related_name="drafts"
    )
    words = EncipheredText(blank=True, bound_to=("application_id", "request_id"))
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "request"],
                nulls_distinct=False,
                name="one_draft_a_question",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
