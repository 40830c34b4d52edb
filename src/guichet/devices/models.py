"""Devices of offices: screens and machines that stand there, and the codes that pair them."""

from django.db import models


class Kind(models.TextChoices):
    """What a device is there for."""

    DISPLAY, KIOSK, DESK = "display", "kiosk", "desk"


class Device(models.Model):
    """A browser that staff have let in to one office, for one purpose, until they take it away.

    It holds a token in a cookie; the table has only a keyed hash of it. An office is named by its
    code alone, so that a device outlives what is written about its office.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    office = models.CharField(max_length=16)
    name = models.CharField(max_length=60, help_text="How staff call it: where it stands.")
    languages = models.JSONField(default=list, help_text="Codes, in the order they are shown.")
    token_hash = models.BinaryField(max_length=32)
    paired_at = models.DateTimeField()
    paired_by = models.CharField(max_length=60)  # staff:<account>
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["office", "kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="one_device_a_token"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.office}"


class Pairing(models.Model):
    """A browser shows a code and waits for staff to type it; neither is kept in clear.

    The office is empty where staff choose it: a kiosk has one address at all offices.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    office = models.CharField(max_length=16)
    token_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="one_pairing_a_token"),
        ]
        indexes = [models.Index(fields=["code_hash"], name="pairings_by_code")]

    def __str__(self) -> str:
        return f"pairing {self.pk} of a {self.kind} at {self.office}"
