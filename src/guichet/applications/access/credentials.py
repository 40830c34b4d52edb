"""Number and PIN by HTTP Basic: what opens one application to a program."""

from django.http import HttpRequest

from guichet.applications.access import actions
from guichet.applications.models import Application
from guichet.kernel import clock
from guichet.kernel.guarding.guesses import guesser_of
from guichet.kernel.programs import credentials


class NumberAndPin(credentials.NumberAndPin):
    """The application number as user, the PIN as password."""

    def open(self, request: HttpRequest, number: str, pin: str) -> Application:
        """Return the application that is opened, or raise Obstacle."""
        return actions.sign_in(number, pin, guesser=guesser_of(request), now=clock.now())
