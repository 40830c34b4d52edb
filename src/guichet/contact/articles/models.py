"""Which page of the site went to whom because of a contact."""

from django.db import models

from guichet.applications.models import Application
from guichet.interactions.models import Interaction


class PageSent(models.Model):
    """The address of an article that went to the address on file of a case, once in a contact."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    article = models.SlugField(max_length=80, db_index=False)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "application", "article"],
                name="a_page_is_sent_once_in_a_contact",
            )
        ]

    def __str__(self) -> str:
        return f"page {self.article} of contact {self.interaction_id}"
