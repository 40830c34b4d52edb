"""Every contact over every channel: who spoke with whom, about what, and what was promised."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.kernel.enciphering.fields import EncipheredText


class Interaction(models.Model):
    """One contact over one channel, from its beginning to its end, with a number for people.

    It names its scenario, with the answers that were given, in plain columns: it can be replayed
    when the scenario is no longer in force. What it was about stands in its subjects. One that has
    a case is kept as long as the case.
    """

    class Direction(models.TextChoices):
        IN, OUT = "in", "out"

    class Channel(models.TextChoices):
        TELEPHONE, IN_PERSON, MAIL = "telephone", "in_person", "mail"
        EMAIL, WEB_FORM, TEXT = "email", "web_form", "text"

    class Disclosure(models.TextChoices):
        GENERAL, SEND, STATUS = "general", "send", "status"
        CASE, CHANGE = "case", "change"

    number = models.CharField(max_length=10, unique=True)
    direction = models.CharField(max_length=3, choices=Direction)
    channel = models.CharField(max_length=9, choices=Channel)
    language = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    centre = models.CharField(max_length=16, blank=True)  # its code; none for what came by itself
    outcome = models.CharField(max_length=24, blank=True)
    disclosure = models.CharField(max_length=7, choices=Disclosure, default=Disclosure.GENERAL)
    scenario = models.CharField(max_length=60, blank=True)
    scenario_version = models.PositiveIntegerField(null=True)
    answers = models.JSONField(default=list)  # codes, in the order in which they were given
    has_case = models.BooleanField(default=False)
    once = models.CharField(max_length=43, unique=True, null=True)  # of the page: sent twice is one

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^I[0-9]{9}$"), name="interaction_numbers_have_a_shape"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__gte=F("started_at")) & ~Q(outcome="")),
                name="an_interaction_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(scenario="", scenario_version__isnull=True, answers=[])
                | (~Q(scenario="") & Q(scenario_version__isnull=False)),
                name="a_scenario_is_named_with_its_version",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ended_at"], condition=Q(has_case=False), name="contacts_to_forget"
            ),
            models.Index(
                fields=["started_at"], condition=Q(ended_at__isnull=True), name="contacts_going_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.channel}"


class Subject(models.Model):
    """What an interaction is about: a kind and a number, of a room that need not be known here."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="subjects", db_index=False
    )
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=12)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "kind", "number"], name="a_subject_once_in_an_interaction"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="a_subject_has_a_number"),
        ]
        indexes = [models.Index(fields=["number", "kind", "interaction"], name="contacts_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Participant(models.Model):
    """Somebody who took part beside the agent, and how sure it is that it was them."""

    class Role(models.TextChoices):
        CLIENT, REPRESENTATIVE = "client", "representative"
        CARRIER, INTERPRETER = "carrier", "interpreter"

    class Certainty(models.TextChoices):
        KNOWN, MAYBE, UNKNOWN = "known", "maybe", "unknown"

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="participants"
    )
    role = models.CharField(max_length=14, choices=Role)
    certainty = models.CharField(max_length=7, choices=Certainty, default=Certainty.UNKNOWN)
    name = EncipheredText(blank=True, bound_to=("interaction_id", "role"))  # as they said it
    left_at = models.DateTimeField(null=True)  # since then somebody else speaks

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.role}, {self.certainty}"


class InteractionNote(models.Model):
    """What was written down of an interaction: told to its client, or internal, for staff alone."""

    class Kind(models.TextChoices):
        TOLD, INTERNAL = "told", "internal"

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind)
    words = EncipheredText(bound_to=("interaction_id", "kind", "once"))
    language = models.CharField(max_length=12)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    once = models.CharField(max_length=43)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "once"], name="one_interaction_note_of_a_page"
            ),
            models.CheckConstraint(
                condition=~Q(words=""), name="an_interaction_note_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} note {self.pk}"


class Promise(models.Model):
    """What was promised to somebody, by which day and by whom; open until kept or told anew.

    Whoever cannot keep it tells the client so before it is due, and promises another day: that is
    a promise of its own, which `follows` this one. After its day a promise can only be kept late.
    """

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="promises")
    what = models.CharField(max_length=24)
    words = EncipheredText(blank=True, bound_to=("interaction_id", "made_at"))
    owner = models.CharField(max_length=40)  # who keeps it: "officers", "agents", staff:<account>
    made_at = models.DateTimeField()
    due_on = models.DateField()  # the day that was said
    due_at = models.DateTimeField()  # when that day, or the hour that was said, is over
    kept_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    follows = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="followed_by"
    )

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(told_at__isnull=True),
                name="a_promise_is_kept_or_told",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(told_at__lt=F("due_at")),
                name="a_promise_is_told_before_it_is_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(kept_at__isnull=True, told_at__isnull=True),
                name="promises_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}: {self.what} by {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still waits for it."""
        return self.kept_at is None and self.told_at is None
