"""What the tests of the pages of papers do as a browser does."""

from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.applications.access import handles
from guichet.applications.access.handles import SALT
from guichet.applications.models import Application
from guichet.applications.papers import actions
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.testing import NOW

LIST = "/en/eta/yours/papers/"
HANDLE = "4kbd"
FURTHER = LIST + "further/"


def open_for(client: Client, application: Application) -> Client:
    """Give a browser the application, as number and PIN do."""
    opened_at = int(NOW.timestamp())
    opening = [HANDLE, application.pk, opened_at, opened_at, application.pin_generation]
    client.cookies[handles.COOKIE] = signing.dumps(["a visit", [opening]], salt=SALT)
    return client


def question_path(application: Application) -> str:
    return f"{LIST}{application.requests.latest('pk').pk}/"


def form(**fields: Any) -> dict[str, Any]:
    """Return what the page of a question sends."""
    return {"words": "", "loaded": actions.mark_of(""), "end": "1", **fields}


def a_file(content: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def send(client: Client, path: str, content: bytes, name: str = "scan.pdf", **fields: Any) -> Any:
    """Send a file from the page of a question."""
    return client.post(path, form(do="add", paper=a_file(content, name), **fields))


def add(client: Client, path: str, content: bytes, name: str = "scan.pdf", **fields: Any) -> Any:
    """Send a file, let the worker look at it, and go on from the page that says so."""
    answer = send(client, path, content, name, **fields)
    look_at_papers(now=NOW)
    if answer.status_code == 302 and "/looking/" in answer["Location"]:
        return client.get(answer["Location"])
    return answer
