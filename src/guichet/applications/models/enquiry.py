"""A question that a client brings to the service, and its answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guichet.applications.models.application import Application
from guichet.interactions.models import Promise
from guichet.kernel.enciphering.fields import EncipheredText


class Enquiry(models.Model):
    """A question with the case attached, or without one and then with an address to answer to.

    `facts` says in codes and days how the case stood when the question was asked; the words are
    the client's own and may be left out. The answer goes to the address on file of the case.
    """

    class Kind(models.TextChoices):
        LATE, TROUBLE, OTHER = "late", "trouble", "other"

    number = models.CharField(max_length=10, unique=True)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="enquiries"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.CharField(max_length=12, blank=True)  # which trouble: a code
    references = models.JSONField(default=list)  # of errors
    words = EncipheredText(blank=True, bound_to=("number",))
    reply_to = models.EmailField(blank=True)  # where no address is on file
    language = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    once = models.CharField(max_length=43, unique=True, null=True)  # of the page: sent twice is one
    created_at = models.DateTimeField()
    # What was promised; none only where the release before wrote it, and for a moment. Its day is
    # copied to `promised_on`, which that release reads.
    promise = models.ForeignKey(
        Promise, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    promised_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = EncipheredText(blank=True, bound_to=("number",))
    # Of the answer, where an officer said that it is another than that of the letters.
    answer_language = models.CharField(max_length=12, blank=True, default="", db_default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^E[0-9]{9}$"), name="enquiry_numbers_have_a_shape"
            ),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(answered_at__isnull=True, application__isnull=False),
                name="one_open_enquiry_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False)
                | Q(answered_at__isnull=False)
                | ~Q(reply_to=""),
                name="an_enquiry_can_be_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, officer__isnull=True, answer="")
                | (Q(answered_at__isnull=False, officer__isnull=False) & ~Q(answer="")),
                name="a_person_answers_in_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["promised_on"],
                condition=Q(answered_at__isnull=True),
                name="enquiries_that_wait",
            ),
            models.Index(fields=["promise"], name="enquiries_by_promise"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
