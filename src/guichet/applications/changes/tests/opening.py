"""An application opened in the test's browser."""

from django.test import Client

from guichet.applications import tokens
from guichet.applications.models import Application


def open_it(client: Client, application: Application) -> Application:
    """Open an application in the browser with its number and PIN."""
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    assert client.post("/en/eta/apply/resume/", keys).status_code == 302
    return application
