"""What officers keep for their own work."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guichet.applications.models import Application, Enquiry
from guichet.kernel.enciphering.fields import EncipheredText
from guichet.staff.models import Team


class SavedView(models.Model):
    """A way to see the list, under a name: of one officer, or of everybody in a team.

    `query` is what the address of the list would hold; nothing in it is about a person.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) ^ Q(team__isnull=True),
                name="a_view_is_of_one_officer_or_one_team",
            ),
            models.UniqueConstraint(
                fields=["owner", "team", "name"],
                nulls_distinct=False,
                name="one_view_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}: {self.name}"


class CaseNote(models.Model):
    """What an officer writes into a file for colleagues: no deed, and nothing the person reads.

    It goes with its application. `once` is of the page it was written on: a form that is sent
    twice writes one.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    words = EncipheredText(bound_to=("application_id", "once"))
    once = models.CharField(max_length=43)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "officer", "once"], name="one_note_of_a_page"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class OfficerPresence(models.Model):
    """An officer has something open, or had a moment ago; a table of it is unlogged.

    Nothing is added to the record by it: that a file was opened stands there already.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_live = models.BooleanField()  # the browser says so by itself, and when it leaves
    page_at = models.DateTimeField(null=True)  # when the page that signed last was made

    class Meta:
        abstract = True


class Presence(OfficerPresence):
    """An officer is in the file of a case: on its page, or on one of a deed, note or question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "application"], name="one_presence_in_a_file"
            )
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class QuestionPresence(OfficerPresence):
    """An officer has a question open that belongs to no case."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "enquiry"], name="one_presence_at_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"
