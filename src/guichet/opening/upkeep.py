"""Forget what became of an appointment along with it."""

from django.db.models import QuerySet

from guichet.booking.models import Appointment
from guichet.kernel.database import forgetting
from guichet.opening.models import Outcome


def erase_with(appointments: QuerySet[Appointment]) -> int:
    """Erase the outcomes of appointments that are about to be erased."""
    return forgetting.erase(Outcome.objects.filter(appointment__in=appointments))
