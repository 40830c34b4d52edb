"""What was sent to and fro about an application."""

from django.db import models
from django.db.models import Q

from guichet.applications.models.application import Application
from guichet.kernel.enciphering.fields import EncipheredText

_OF_A_REQUEST = ("application_id", "kind", "asked_at")


class DocumentRequest(models.Model):
    """A question for papers or for an explanation, with the day by which it is to be answered."""

    # Asked for by an invitation to an interview, and answered on its own page, with no papers.
    INTERVIEW_TIME = "interview_time"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="requests")
    # A code: itinerary, police_certificate, … The release before calls its column so.
    kind = models.CharField(max_length=40, db_column="wanted")
    words = EncipheredText(
        blank=True, bound_to=_OF_A_REQUEST
    )  # of the officer, in a language of letters
    # Of the words, where an officer said that it is another than that of the letters.
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    explanation = EncipheredText(blank=True, bound_to=_OF_A_REQUEST)  # counts like a file
    answered_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # an officer no longer needs it
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_at__isnull=True, dropped_at__isnull=True),
                name="requests_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}: {self.kind}"


class Correspondence(models.Model):
    """Something that was sent: it can be read again, and sent again to the address on file.

    `facts` holds codes and days; the words are made of them when it is sent or shown.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)  # one letter for one cause
    facts = models.JSONField(default=dict)
    letter_language = models.CharField(max_length=2)  # en or fr
    summary_language = models.CharField(max_length=12)
    at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"letter {self.pk}: {self.kind}"
