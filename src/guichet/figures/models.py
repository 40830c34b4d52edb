"""What is counted of days: figures, and nothing that names anybody."""

from django.db import models

from guichet.offices.models import Office


class DayCounts(models.Model):
    """The counts of a day at an office, written when it is over and before anything is forgotten.

    They stay when appointments and tickets are erased: nobody can be found by them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    counts = models.JSONField(help_text="Under the names of `counter.counts`.")
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["office", "date"]
        constraints = [
            models.UniqueConstraint(fields=["office", "date"], name="one_row_of_counts_a_day")
        ]

    def __str__(self) -> str:
        return f"counts of {self.office_id} {self.date}"
