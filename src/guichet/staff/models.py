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
