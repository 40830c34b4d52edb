"""A request for an authorization, the versions of what it says, and its payment."""

from django.db import models
from django.db.models import Q

from guichet.applications import states
from guichet.kernel.enciphering.fields import EncipheredJSON


def _choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


class Application(models.Model):
    """One person's request, from the first answer to the end.

    The states follow the table in states.py, and the database refuses any other way. What is
    looked up by stands beside the answers: keyed hashes of the passport and of the person, and
    the days by which somebody proves that an application is theirs.
    """

    number = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=20, choices=_choices(states.STATES), default=states.FIRST)
    language = models.CharField(max_length=12)  # of the interface and of the summary in letters
    answers = EncipheredJSON(default=dict, bound_to=("number",))
    steps = models.JSONField(default=dict)  # of the form: when each was last saved
    version = models.PositiveIntegerField(default=0)  # grows with every save: two tabs are noticed

    pin_generation = models.PositiveIntegerField(default=1)
    pin_offered = models.PositiveIntegerField(default=1)  # valid too; its first use retires the old
    pin_key = models.PositiveSmallIntegerField(default=1, db_default=1)  # the version of PIN_KEY
    # The generations whose PIN has eight characters; the others are of before, and have six digits.
    long_pins = models.JSONField(default=list, db_default=[])
    passport = models.BinaryField(null=True, max_length=32)  # keyed hash of issuer and number
    person = models.BinaryField(null=True, max_length=32)  # keyed hash of names and birth
    person_words = models.BinaryField(null=True, max_length=32)  # of the words in any order
    # The same under the next IDENTITY_KEY, while that is rotated: see kernel.enciphering.shelves.
    passport_next = models.BinaryField(null=True, max_length=32)
    person_next = models.BinaryField(null=True, max_length=32)
    person_words_next = models.BinaryField(null=True, max_length=32)
    born_on = models.DateField(null=True)
    document_issued_on = models.DateField(null=True)
    document_expires_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    email_pending = models.EmailField(blank=True)  # a new address that was not proven yet

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    signature = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # when we owe an answer or a question
    late_told_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    review_reasons = models.JSONField(default=list)  # codes: why no rule approved it

    moved_from = ""  # the state before, where an action has moved it; kept in no column

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^V[0-9]{9}$"), name="application_numbers_have_a_shape"
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.STATES), name="states_are_of_the_table"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "abandoned", "withdrawn"])
                | (
                    Q(signed_at__isnull=False, passport__isnull=False, person__isnull=False)
                    & ~Q(signature="")
                ),
                name="what_is_sent_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*sorted(states.UNSENT), "abandoned", "withdrawn"])
                | Q(submitted_at__isnull=False, due_at__isnull=False),
                name="what_is_processed_has_its_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "refused"]) | Q(decided_at__isnull=False),
                name="what_is_decided_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["passport"],
                condition=Q(passport__isnull=False),
                name="applications_of_a_passport",
            ),
            *(
                models.Index(
                    fields=[f"{column}_next"],
                    condition=Q(**{f"{column}_next__isnull": False}),
                    name=f"of_the_next_{column}",
                )
                for column in ("passport", "person", "person_words")
            ),
            models.Index(
                fields=["person"],
                condition=Q(person__isnull=False),
                name="applications_of_a_person",
            ),
            models.Index(
                fields=["person_words"],
                condition=Q(person_words__isnull=False),
                name="applications_of_a_name",
            ),
            models.Index(
                fields=["id"],
                condition=Q(person__isnull=False, person_words__isnull=True),
                name="applications_to_derive",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=sorted(states.OURS), late_told_at__isnull=True),
                name="applications_that_fall_due",
            ),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state__in=sorted(states.OPEN)),
                name="applications_in_progress",
            ),
            models.Index(
                fields=["saved_at"],
                condition=Q(state__in=sorted(states.UNSENT)),
                name="applications_not_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Version(models.Model):
    """What an application said at one time: as sent, before and after a correction, or as typed
    in another window when somebody else had saved in between."""

    class Cause(models.TextChoices):
        SENT, CORRECTED, ASKED = "sent", "corrected", "asked"  # asked: an officer must agree first
        TYPED_ELSEWHERE = "typed_elsewhere"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="versions")
    cause = models.CharField(max_length=16, choices=Cause)
    answers = EncipheredJSON(bound_to=("application_id", "cause", "at"))
    changed = models.JSONField(default=list)  # names of the fields
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=["sent", "corrected", "asked", "typed_elsewhere"]),
                name="versions_have_a_cause",
            )
        ]

    def __str__(self) -> str:
        return f"version {self.pk}: {self.cause}"


class Payment(models.Model):
    """One attempt to pay the fee. What a provider reports may fail, repeat and arrive twice."""

    class State(models.TextChoices):
        STARTED, PAID, FAILED = "started", "paid", "failed"

    # None once the application was erased: the books keep the amount, and nobody it leads to.
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="payments"
    )
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)  # the provider's own
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=State, default=State.STARTED)
    failure = models.CharField(max_length=40, blank=True)  # a code: declined, expired, …
    started_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    refund_due = models.BooleanField(default=False)  # paid twice, or for what cannot be processed
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], name="one_payment_a_reference"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="paid", refund_due=False),
                name="one_fee_an_application",
            ),
            models.CheckConstraint(
                condition=Q(state="started") | Q(settled_at__isnull=False),
                name="settled_payments_say_when",
            ),
            models.CheckConstraint(
                condition=Q(refunded_at__isnull=True) | Q(state="paid", refund_due=True),
                name="only_what_is_due_is_given_back",
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}: {self.state}"

    @property
    def counts(self) -> bool:
        """Tell whether this is the fee, and no payment that is given back."""
        return self.state == self.State.PAID and not self.refund_due
