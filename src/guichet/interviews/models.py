"""An invitation to an interview: what an officer offers, what the person chooses, how it ends."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from guichet.applications.models import Application, DocumentRequest
from guichet.kernel.enciphering.fields import EncipheredText

_BOUND = ("application_id", "asked_at")
_CHOICE = Func(
    F("chosen_at"),
    template="to_jsonb(extract(epoch from %(expressions)s)::bigint)",
    output_field=models.JSONField(),
)


class Interview(models.Model):
    """One invitation, from the day an officer sends it to its end; the words never change.

    `times` are the starts that are offered, in seconds since 1970. `request` has the day by which
    the person answers. A live one has no `ended_at`: an application has one of them at most, its
    chosen time is among those offered, and an officer's time is chosen once. The last of these the
    database keeps by `an_officer_is_in_one_interview`, which the migration makes. It also ends what
    is live when the case leaves the state of an invitation, whoever moves it.
    """

    class Way(models.TextChoices):
        PLACE, VIDEO, TELEPHONE, OFFICE = "place", "video", "telephone", "office"

    class Outcome(models.TextChoices):
        HELD, MISSED, CALLED_OFF = "held", "missed", "called_off"
        REPLACED = "replaced"  # by a later invitation
        WITH_CASE = "with_case"  # it was decided, withdrawn or taken up again meanwhile

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="interviews"
    )
    request = models.OneToOneField(DocumentRequest, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way)
    place = EncipheredText(blank=True, bound_to=_BOUND)  # an address, a link or a number
    bring = EncipheredText(blank=True, bound_to=_BOUND)
    words = EncipheredText(blank=True, bound_to=_BOUND)
    language = models.CharField(max_length=12)  # of these three: the letters'
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    times = models.JSONField(default=list)

    chosen_at = models.DateTimeField(null=True)
    chosen_until = models.DateTimeField(null=True)
    moves = models.PositiveSmallIntegerField(default=0)
    declined_at = models.DateTimeField(null=True)  # none of the times is possible
    reply = EncipheredText(blank=True, bound_to=_BOUND)  # of the person, with any answer
    appointment = models.CharField(max_length=12, blank=True)  # its confirmation number
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at=None),
                name="one_live_interview_an_application",
            ),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(ended_at=None) & ~Q(appointment=""),
                name="one_live_interview_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(chosen_at__isnull=True) | Q(times__contains=_CHOICE),
                name="a_chosen_time_was_offered",
            ),
            models.CheckConstraint(
                condition=Q(chosen_at__isnull=True, chosen_until__isnull=True)
                | Q(
                    chosen_at__isnull=False,
                    chosen_until__isnull=False,
                    chosen_until__gt=F("chosen_at"),
                ),
                name="a_chosen_time_has_its_end",
            ),
            models.CheckConstraint(condition=Q(moves__lte=1), name="an_interview_moves_once"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | Q(chosen_at__isnull=True, appointment=""),
                name="who_declines_holds_no_time",
            ),
            models.CheckConstraint(
                condition=Q(way="office", times=[], place="")
                | Q(way__in=["place", "video", "telephone"], appointment="")
                & ~Q(times=[])
                & ~Q(place=""),
                name="an_interview_says_where_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(
                    ended_at__isnull=False,
                    outcome__in=["held", "missed", "called_off", "replaced", "with_case"],
                ),
                name="an_interview_ends_in_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.pk}: {self.way}"

    @property
    def starts(self) -> tuple[datetime, ...]:
        """Return the times that are offered, in their order."""
        return tuple(datetime.fromtimestamp(second, UTC) for second in sorted(self.times))
