"""Call-backs: whom we call, in which window, and what came of each try."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.contact.call_backs.rules import Window
from guichet.interactions.models import Interaction
from guichet.kernel.enciphering.fields import EncipheredText
from guichet.kernel.reading.days import authority_zone

OPEN_FOR_A_NUMBER, TRIES = 2, 3


class CallBack(models.Model):
    """A call that we owe somebody: of a number, mostly in a window that both agreed on.

    It is `offered` after a missed call, `asked` while a text waits to be confirmed from that
    number, `agreed` until an agent has `taken` it. The number is enciphered; calls of one number
    are told by a keyed hash. Two may be open for a number, each in a `place` of its own.
    """

    class State(models.TextChoices):
        OFFERED, ASKED, AGREED, TAKEN = "offered", "asked", "agreed", "taken"
        DONE, NOT_REACHED = "done", "not_reached"
        CANCELED, NOT_ASKED, LAPSED = "canceled", "not_asked", "lapsed"

    class Source(models.TextChoices):
        WEB, AGENT, MISSED = "web", "agent", "missed"

    state = models.CharField(max_length=11, choices=State)
    source = models.CharField(max_length=6, choices=Source)
    number = EncipheredText(blank=True, bound_to=("source", "asked_at"))  # E.164
    by_phone = models.BinaryField(max_length=32)
    place = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12)
    # The contact in which it was asked for, whose number is the number of the call-back.
    request = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, null=True, related_name="call_backs"
    )
    asked_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_proven = models.BooleanField(default=False)  # whoever has the number has asked for it
    not_before = models.DateTimeField(null=True)  # the next try
    tries = models.PositiveSmallIntegerField(default=0)  # that reached nobody
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["offered", "asked", "agreed", "taken"], ended_at__isnull=True
                )
                | Q(
                    state__in=["done", "not_reached", "canceled", "not_asked", "lapsed"],
                    ended_at__isnull=False,
                ),
                name="a_call_back_is_open_or_over",
            ),
            models.UniqueConstraint(
                fields=["by_phone", "place"],
                condition=Q(ended_at__isnull=True),
                name="one_open_call_back_a_place",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=OPEN_FOR_A_NUMBER),
                name="two_call_backs_are_open_for_a_number",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="a_window_of_a_call_back_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "agreed"]) | Q(starts_at__isnull=False),
                name="an_agreed_call_back_has_a_window",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_by__isnull=False, taken_at__isnull=False)
                | (~Q(state="taken") & Q(taken_by__isnull=True, taken_at__isnull=True)),
                name="a_taken_call_back_has_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(tries__lt=TRIES) | Q(tries=TRIES, state="not_reached"),
                name="three_tries_and_no_more",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "starts_at"],
                condition=Q(ended_at__isnull=True),
                name="call_backs_that_wait",
            ),
            models.Index(fields=["ended_at"], name="call_backs_that_are_over"),
            models.Index(fields=["by_phone"], name="call_backs_of_a_phone"),
        ]

    def __str__(self) -> str:
        return f"call-back {self.pk}, {self.state}"

    @property
    def is_declined(self) -> bool:
        """Tell whether two were open for its number as it was asked for: it never was."""
        return self.state == self.State.LAPSED and self.ended_at == self.asked_at

    def by_phone_is(self, key: bytes) -> bool:
        """Tell whether it is a call to the number of this keyed hash."""
        return bytes(self.by_phone) == key

    def is_in(self, window: str) -> bool:
        """Tell whether it was asked for in the window of this code."""
        if not self.starts_at or not self.ends_at:
            return False
        return Window(self.starts_at.astimezone(authority_zone()), self.ends_at).code == window

    @property
    def is_open(self) -> bool:
        """Tell whether we still owe it."""
        return self.ended_at is None


class CallBackAttempt(models.Model):
    """One try to call somebody back: by whom, in which interaction, and what came of it."""

    class Outcome(models.TextChoices):
        DONE, NOT_REACHED, NOT_ASKED = "done", "not_reached", "not_asked"
        LEFT = "left"  # another agent took over

    call_back = models.ForeignKey(CallBack, on_delete=models.CASCADE, related_name="attempts")
    interaction = models.OneToOneField(Interaction, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call_back"],
                condition=Q(ended_at__isnull=True),
                name="one_try_to_call_back_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="a_try_to_call_back_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"try of call-back {self.call_back_id}: {self.outcome or 'going on'}"
