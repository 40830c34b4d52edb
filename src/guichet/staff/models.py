"""What is known of staff accounts besides what Django and allauth keep."""

from django.conf import settings
from django.db import models


class OneTimePassword(models.Model):
    """The password of this account was given by somebody else: it must be changed, and soon."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="one_time_password",
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"one-time password of account {self.pk}"


class StaffSession(models.Model):
    """A session of an account: it ends when this row goes, whatever the browser kept of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_sessions"
    )
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    network = models.BinaryField(max_length=32)  # keyed hash, to say "the same as this one"
    browser = models.CharField(max_length=40, blank=True)  # roughly: "Firefox, Linux"
    device = models.BigIntegerField(null=True)  # the shared desk at which it was opened, if one

    def __str__(self) -> str:
        return f"session {self.pk} of account {self.user_id}"


class DaySignIn(models.Model):
    """The last full sign-in of an account: what a desk PIN rests on, for 12 hours at most."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    grants = models.JSONField(default=list)  # the roles that the account had then

    def __str__(self) -> str:
        return f"full sign-in of account {self.pk}"


class DeskPin(models.Model):
    """The desk PIN of an account as a slow keyed hash, and how often it was wrong on a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    secret = models.CharField(max_length=128)
    set_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"desk PIN of account {self.pk}"


class FreshStart(models.Model):
    """An administrator asked that this account start anew; another one has to confirm it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"fresh start of account {self.pk}"


class AgencyIdentity(models.Model):
    """Whom an account belongs to at the agency's own sign-in; accounts of this site have none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="agency_identity",
    )
    issuer = models.CharField(max_length=250)
    subject = models.CharField(max_length=255)  # OpenID Connect Core 1.0, section 2

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="one_account_per_agency_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"agency identity of account {self.pk}"


class Team(models.Model):
    """Accounts that share what waits: work is given to them together, and so is a saved view."""

    name = models.CharField(max_length=60, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A role of an account at one office, and at no other.

    The office is named by its code alone: accounts know no feature (decision 0149).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="postings"
    )
    role = models.CharField(max_length=20)
    office = models.CharField(max_length=8)

    class Meta:
        ordering = ["office", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office"], name="a_role_once_at_an_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.office}"
