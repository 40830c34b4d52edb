"""Number and PIN by HTTP Basic: what opens one application to a program."""

from django.http import HttpRequest

from guichet.applications import actions
from guichet.applications.models import Application
from guichet.kernel import clock, credentials
from guichet.kernel.network import network_key


class NumberAndPin(credentials.NumberAndPin):
    """The application number as user, the PIN as password."""

    def open(self, request: HttpRequest, number: str, pin: str) -> Application:
        """Return the application that is opened, or raise Obstacle."""
        return actions.sign_in(number, pin, network=network_key(request), now=clock.now())
