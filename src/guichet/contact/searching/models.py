"""A search is a record: by what an agent searched in a contact, and which cases it told of."""

from django.db import models
from django.db.models import Q

from guichet.applications.models import Application
from guichet.interactions.models import Interaction


class CaseSearch(models.Model):
    """An agent searched for a case in a contact: by what, and of how many cases it told.

    What was typed is not kept. A search without a contact cannot be.
    """

    class By(models.TextChoices):
        NUMBER, NAME, PHONE = "number", "name", "phone"

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="searches")
    by = models.CharField(max_length=6, choices=By)
    is_too_wide = models.BooleanField(default=False)  # more fitted than a page tells of: none shown
    searched_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__in=["number", "name", "phone"]),
                name="a_case_is_searched_by_one_of_three",
            )
        ]

    def __str__(self) -> str:
        return f"search {self.pk} by {self.by}"


class SearchHit(models.Model):
    """A case that a search told of: by initials and year of birth, and how sure it is.

    A telephone number is `known` where it stands in the application or its client has proven
    themselves on it, and `maybe` where another contact about the case came from it.
    """

    class Certainty(models.TextChoices):
        KNOWN, MAYBE = "known", "maybe"

    search = models.ForeignKey(
        CaseSearch, on_delete=models.CASCADE, related_name="hits", db_index=False
    )
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    certainty = models.CharField(max_length=5, choices=Certainty, blank=True)
    chosen_at = models.DateTimeField(null=True)  # since then a set without a number is about it

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "application"], name="a_search_tells_of_a_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"hit {self.pk} of search {self.search_id}"
