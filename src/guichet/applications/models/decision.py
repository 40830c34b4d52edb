"""Authorizations, decisions about people, and requests to look again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.applications import states
from guichet.applications.models.application import Application
from guichet.kernel.enciphering.fields import EncipheredJSON, EncipheredText

_OF_A_REQUEST = ("decision_id", "asked_at")


class Authorization(models.Model):
    """What an approval gives: it belongs to one passport, and ends by the first of its causes.

    A passport has one valid authorization at most; another passport of the same person keeps its
    own.
    """

    number = models.CharField(max_length=10, unique=True)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="authorization"
    )
    passport = models.BinaryField(max_length=32)
    person = models.BinaryField(max_length=32)
    passport_next = models.BinaryField(null=True, max_length=32)  # see Application
    person_next = models.BinaryField(null=True, max_length=32)
    nationality = models.CharField(max_length=3)  # that the document proves
    basis = models.CharField(max_length=1)  # V or C: the list on which that nationality stood
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="The last day.")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=22, blank=True)
    under_revalidation = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["passport"],
                condition=Q(ended_at__isnull=True),
                name="one_valid_authorization_per_passport",
            ),
            models.UniqueConstraint(
                fields=["passport_next"],
                condition=Q(ended_at__isnull=True),
                name="one_valid_authorization_per_passport_next",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^J[0-9]{9}$"),
                name="authorization_numbers_have_a_shape",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="")
                | Q(ended_at__isnull=False, ended_as__in=states.ENDED_AS),
                name="what_is_over_says_how",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="validity_has_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"],
                condition=Q(ended_at__isnull=True),
                name="authorizations_that_expire",
            ),
            models.Index(
                fields=["nationality"],
                condition=Q(ended_at__isnull=True),
                name="valid_ones_of_a_nationality",
            ),
            models.Index(fields=["person"], name="authorizations_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.ended_as or states.VALID}"


class Decision(models.Model):
    """What was decided about somebody, by whom and why. A rule approves; it never refuses."""

    class Kind(models.TextChoices):
        APPROVED, REFUSED, WITHDRAWN = "approved", "refused", "withdrawn"
        CANCELLED, SUPERSEDED = "cancelled", "superseded"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Who read a refusal and agreed before it was sent, where the agency asks for it.
    second_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    public_reasons = models.JSONField(default=list)  # codes that may be shown
    internal_reasons = models.JSONField(default=list)  # codes for officers
    # [{"provision": code, "facts": [field, …]}]: the law, and the facts of the case
    grounds = models.JSONField(default=list, db_default=[])
    words = EncipheredText(
        blank=True, default="", db_default="", bound_to=("application_id", "at")
    )  # the officer's own, for the person
    language = models.CharField(
        max_length=12, blank=True, default="", db_default=""
    )  # of these words
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["refused", "cancelled"])
                | (Q(officer__isnull=False) & ~Q(public_reasons=[])),
                name="a_person_refuses_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}: {self.kind}"


class Reconsideration(models.Model):
    """A request to look again after a refusal, decided by somebody else than the first time."""

    class Outcome(models.TextChoices):
        UPHELD, REOPENED = "upheld", "reopened"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="reconsiderations"
    )
    # The first officer stands here too, because a constraint sees one table only.
    first_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    new_facts = EncipheredText(bound_to=_OF_A_REQUEST)
    # What is new about one fact on which the refusal rests, by the field.
    about_facts = EncipheredJSON(default=dict, db_default={}, bound_to=_OF_A_REQUEST)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    public_reasons = models.JSONField(default=list)
    words = EncipheredText(  # of who looked again, for the person, where the refusal stands
        blank=True, default="", db_default="", bound_to=_OF_A_REQUEST
    )
    language = models.CharField(max_length=12, blank=True, default="", db_default="")  # of words

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | ~Q(officer=F("first_officer")),
                name="somebody_else_looks_again",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (
                    Q(decided_at__isnull=False, officer__isnull=False)
                    & Q(outcome__in=["upheld", "reopened"])
                ),
                name="looked_at_again_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decided_at__isnull=True),
                name="one_open_request_to_look_again",
            ),
        ]

    def __str__(self) -> str:
        return f"reconsideration {self.pk}: {self.outcome or 'open'}"
