"""What was changed of reference data, row by row, and what somebody is about to change."""

from django.db import models


class ReferenceChange(models.Model):
    """One change of one kind: a file, a row, or another change taken back. Nobody is named here.

    `actor` is as in the record. The numbers are those of its rows.
    """

    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=100, blank=True)
    undoes = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="undone_by"
    )
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "-id"], name="reference_changes_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.actor} at {self.at:%Y-%m-%d %H:%M}"


class ReferenceRow(models.Model):
    """A row before and after a change; `was` is None where it was added, `cells` where it went."""

    change = models.ForeignKey(
        ReferenceChange, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    place = models.PositiveIntegerField()
    key = models.JSONField()
    was = models.JSONField(null=True)
    cells = models.JSONField(null=True)

    class Meta:
        ordering = ["change", "place"]
        constraints = [
            models.UniqueConstraint(fields=["change", "place"], name="one_row_a_place_of_a_change")
        ]

    def __str__(self) -> str:
        return " ".join(self.key)


class ReferenceDraft(models.Model):
    """What somebody is about to change, until they confirm it or a day has passed.

    `content` is a file as UTF-8, or empty: then `edits` are rows, each its key and the cells that
    it is to have, or None where it is to go.
    """

    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    account = models.BigIntegerField()
    content = models.BinaryField(blank=True)
    encoding = models.CharField(max_length=20, blank=True)  # that a file had, where not UTF-8
    edits = models.JSONField(default=list)
    removes = models.BooleanField(default=False)
    file = models.CharField(max_length=100, blank=True)
    undoes = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"draft of {self.kind} by {self.account}"
