"""The one place where the time of day enters: everything else is told the time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present instant in UTC, shifted where tests from outside ask for it."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
