"""The frame of the pages of policy writers, in English and French."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from guichet.guidance.scenarios.actions import Person
from guichet.guidance.scenarios.channels import LINES
from guichet.kernel.record import audit
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment
from guichet.web.languages import of
from guichet.web.words import speaker

TOPIC = "guidance_staff"
SHOWN = 200  # sentences of a list of changes


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in, as a deed and the record name them."""
    return Person(request.user.get_username(), audit.actor_of(request.user.pk))


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/guidance_staff/, said by `says`."""
    language = of(request)
    words = {
        "says": speaker(language, TOPIC),
        "at_moment": lambda at: moment(at, language),
        "channels": list(LINES),
    }
    return pages.show(request, f"guidance_staff/{template}.html", {**words, **context}, status)
