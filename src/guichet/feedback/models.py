"""What people report about pages: nothing about who they are."""

from django.db import models
from django.db.models import Q

from guichet.kernel.enciphering.fields import EncipheredText


class Report(models.Model):
    """A problem or an error on one page, as somebody reported it without a name.

    The text was searched for numbers and addresses, which were taken out before it came here. It
    may still say something of somebody: so it is enciphered, and kept for a year.
    """

    class Reason(models.TextChoices):
        BROKEN, SPELLING, INCOMPLETE = "broken", "spelling", "incomplete"
        OUTDATED, WRONG, CANNOT_FIND = "outdated", "wrong", "cannot_find"
        SIGN_IN, OTHER = "sign_in", "other"

    page = models.CharField(max_length=200, blank=True)  # its path, without language and numbers
    language = models.CharField(max_length=12)
    release = models.CharField(max_length=40)
    reasons = models.JSONField(default=list)
    text = EncipheredText(blank=True, bound_to=("page", "sent_at"))
    sent_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)  # staff:<account>

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(reasons=[]) & Q(text="")), name="a_report_says_something"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="")
                | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="a_report_is_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "-sent_at"], name="reports_by_page"),
            models.Index(fields=["sent_at"], name="reports_by_day"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} about {self.page or 'the site'}"
