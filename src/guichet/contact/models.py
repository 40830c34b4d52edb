"""What was proven in a contact, and what was looked at because of it."""

from django.db import models
from django.db.models import F, Q

from guichet.applications.models import Application
from guichet.contact.articles.models import PageSent as PageSent
from guichet.contact.call_backs.models import CallBack as CallBack
from guichet.contact.call_backs.models import CallBackAttempt as CallBackAttempt
from guichet.contact.calls.models import CallEvent as CallEvent
from guichet.contact.calls.models import TelephoneCall as TelephoneCall
from guichet.contact.quality.models import QualityAnswer as QualityAnswer
from guichet.contact.quality.models import QualityReview as QualityReview
from guichet.contact.searching.models import CaseSearch as CaseSearch
from guichet.contact.searching.models import SearchHit as SearchHit
from guichet.contact.tiers.models import HandOver as HandOver
from guichet.contact.tiers.models import TakeOver as TakeOver
from guichet.interactions.models import Interaction


class IdentityCheck(models.Model):
    """A set of facts that an agent typed as the caller said them: whether the whole of it fits.

    The facts are kept by their names alone, never what was said. `subject` is the number of the
    case, also where its passport named it; where there is no case, the number that was given, or
    the keyed hash of the passport.
    """

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="checks")
    subject = models.CharField(max_length=64)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="+"
    )  # which it fits
    facts = models.JSONField()  # names of what was given
    fits = models.BooleanField()
    failed = models.BooleanField()  # it would have opened something, and did not fit
    level = models.CharField(max_length=7)
    channel = models.CharField(max_length=9)
    checked_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)  # somebody else speaks: it opens nothing
    # A keyed hash of the mark of a page and of what was typed on it: sent again, it counts once.
    once = models.BinaryField(db_default=b"", max_length=32)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "once"], condition=~Q(once=b""), name="a_set_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(fits=True) | Q(level__in=["general", "send"]),
                name="what_does_not_fit_opens_nothing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject", "checked_at"], condition=Q(failed=True), name="sets_that_failed"
            )
        ]

    def __str__(self) -> str:
        return f"check {self.pk}: {self.level}"


class CaseLook(models.Model):
    """An agent looked at a case, or did something about it, on the ground of a check.

    Neither can be without the interaction in which the caller proved who they are.
    """

    check_made = models.ForeignKey(IdentityCheck, on_delete=models.CASCADE, related_name="looks")
    action = models.CharField(max_length=24)
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"look {self.pk}: {self.action}"


class CallerCode(models.Model):
    """Six digits that went to the address on file, to be read aloud by who is on the line.

    They are derived from a key and from what is here, and stand in no table. Wrong tries are
    counted, whoever makes them; after the last one, or once it was right, it proves nothing.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="codes")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__lte=5), name="a_code_of_a_caller_is_tried_five_times"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")),
                name="a_code_of_a_caller_is_good_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
