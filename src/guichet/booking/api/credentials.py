"""Number and PIN by HTTP Basic: what opens one appointment to a program."""

from django.http import HttpRequest

from guichet.booking.clients import coming_back
from guichet.booking.models import Appointment
from guichet.kernel import clock
from guichet.kernel.guarding.guesses import guesser_of
from guichet.kernel.programs import credentials


class NumberAndPin(credentials.NumberAndPin):
    """The confirmation number as user, the PIN as password."""

    def open(self, request: HttpRequest, number: str, pin: str) -> "OpenAppointment":
        """Return the appointment that is opened, or raise Obstacle."""
        guesser = guesser_of(request)
        appointment = coming_back.sign_in(number, pin, guesser=guesser, now=clock.now())
        return OpenAppointment(appointment=appointment, pin=pin)


class OpenAppointment:
    """An appointment and the PIN that opened it: the only one that may be shown in return."""

    def __init__(self, *, appointment: Appointment, pin: str) -> None:
        self.appointment = appointment
        self.pin = pin
