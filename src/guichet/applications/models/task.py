"""What waits for an officer, with what their list is sorted and searched by."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from guichet.applications.models.application import Application
from guichet.applications.models.enquiry import Enquiry
from guichet.staff.models import Team

_WAITS = Q(done_at__isnull=True)
_OFFICER = Func(F("officer"), function="to_jsonb", output_field=models.JSONField())
_BESIDE = ["enquiry", "mention", "second_read", "offer_times", "escalation"]


def _index(name: str, *fields: str, condition: Q = _WAITS) -> models.Index:
    return models.Index(fields=[*fields, "id"], condition=condition, name=name)


class OfficerTask(models.Model):
    """Something that waits for an officer, once for one cause.

    Of an application it is either a step (`application`), or what stands beside its course
    (`about`): the release before has no words for the kinds of the latter, and passes by what has
    no application. Names, nationality, day of travel and reason are of the application; the list
    goes by them. They stand here only while the task waits: the database empties what is done.
    """

    class Kind(models.TextChoices):
        DECIDE, LATE, ANSWERED, REQUEST_DUE = "decide", "late", "answered", "request_due"
        CORRECTION, RECONSIDERATION, REFUND = "correction", "reconsideration", "refund"
        ENQUIRY, MENTION = "enquiry", "mention"
        SECOND_READ = "second_read"
        OFFER_TIMES = "offer_times"  # of an interview: those of before are given to others
        ESCALATION = "escalation"  # an agent hands a case up out of a contact

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="tasks"
    )
    about = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, null=True, related_name="tasks", db_index=False
    )
    kind = models.CharField(max_length=16, choices=Kind)
    key = models.CharField(max_length=120, unique=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # the list goes by it: what is late stands first
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Who refused the case before: the database writes them, and lets none of them hold the task.
    barred = models.JSONField(default=list, db_default=[])
    done_at = models.DateTimeField(null=True)

    family_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    given_names = models.CharField(max_length=200, blank=True, default="", db_default="")
    nationality = models.CharField(max_length=3, blank=True, default="", db_default="")
    travel_on = models.DateField(null=True)
    reason = models.CharField(max_length=60, blank=True, default="", db_default="")  # the first
    is_filled = models.BooleanField(default=False, db_default=False)  # with the five above

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=True, kind__in=_BESIDE)
                | Q(application__isnull=False, about__isnull=True) & ~Q(kind__in=_BESIDE),
                name="tasks_are_of_a_case_or_beside_it",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False)
                | Q(officer__isnull=True)
                | ~Q(barred__contains=_OFFICER),
                name="who_refused_holds_no_second_look",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(family_name="", given_names="", nationality="", travel_on=None, reason=""),
                name="a_task_that_is_done_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "created_at"], condition=_WAITS, name="tasks_that_wait"),
            _index("tasks_by_their_time", "due_at"),
            _index("tasks_by_kind", "kind", "due_at"),
            _index("tasks_by_name", "family_name", "given_names"),
            _index("tasks_by_nationality", "nationality", "due_at"),
            _index("tasks_by_travel", "travel_on"),
            _index("tasks_by_reason", "reason", "due_at"),
            _index("tasks_by_age", "created_at"),
            _index("tasks_by_officer", "officer", "due_at"),
            _index("tasks_by_team", "team", "due_at"),
            models.Index(
                fields=["officer", "team"],
                condition=_WAITS & ~Q(barred=[]),
                name="tasks_of_a_second_look",
            ),
            models.Index(
                fields=["about"], condition=Q(about__isnull=False), name="tasks_beside_a_case"
            ),
            models.Index(
                fields=["enquiry"], condition=Q(enquiry__isnull=False), name="tasks_of_enquiries"
            ),
            models.Index(
                fields=["id"], condition=_WAITS & Q(is_filled=False), name="tasks_to_fill"
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}: {self.kind}"

    @property
    def case(self) -> Application | None:
        """Return the application that the task leads to; none for an enquiry without one."""
        return self.application or self.about


class WaitingTally(models.Model):
    """How the number of waiting tasks of a kind has changed, for one holder: the sum is the number.

    The database adds a row with every change of tasks, so nobody waits for anybody to count; the
    worker makes few rows of many. The list with 100,000 waiting counts as fast as with ten.
    """

    kind = models.CharField(max_length=16)
    officer_id = models.IntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    change = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.change:+} {self.kind}"
