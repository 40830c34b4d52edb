"""The JSON API: what it consists of, what it says when something stands in the way."""

import json
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from guichet import health
from guichet.applications.api import calls
from guichet.booking.api import calls as booking
from guichet.booking.api import opened
from guichet.contact.calls import api as telephony
from guichet.counter import api as counter
from guichet.eligibility import api as applications
from guichet.guidance import api as guidance
from guichet.guidance.knowledge import api as knowledge
from guichet.kernel.logbook import failures
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import voices
from guichet.kernel.programs.problems import MEDIA_TYPE
from guichet.notices import api as notices
from guichet.offices import api as offices
from guichet.web.languages import DEFAULT
from guichet.web.pages.render import environment
from guichet.web.wire import csp_reports

VERSION = "1.0.0"
PREFIX = "/api/v1/"
_JSON = "application/json"
_UNUSED = HttpResponse()
_PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}


class Api(NinjaAPI):
    """The API and its description, in which refusals are the problem documents they are."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return a response for views to write headers into: ours make their own."""
        return _UNUSED

    def get_openapi_schema(self, **settings: Any) -> Any:
        """Return the description in OpenAPI 3.1."""
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and _JSON in response.get("content", {}):
                        response["content"] = {MEDIA_TYPE: response["content"][_JSON]}
        schema["paths"].update(_AT_THE_ROOT)
        return schema


def _probe(name: str, summary: str, kind: str, *, may_fail: bool = False) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "OK", "content": {kind: {}}}}
    if may_fail:
        content = {MEDIA_TYPE: {"schema": _PROBLEM}}
        responses["503"] = {"description": "Service Unavailable", "content": content}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["Health"],
            "responses": responses,
        }
    }


_AT_THE_ROOT = {
    "/health/live": _probe("live", "Does the process answer?", _JSON),
    "/health/ready": _probe("ready", "Can it work?", _JSON, may_fail=True),
    "/metrics": _probe("metrics", "Counts for Prometheus", "text/plain"),
}

_ABOUT = {
    "appointments": (
        "Appointments at offices. Booking, moving and cancelling are free. Times are"
        " RFC 3339 with the office's offset, days are the office's."
    ),
    "eta": "Electronic travel authorizations: who needs one, to apply, and where it stands.",
}
_OF_REFUSALS = (
    "Refusals are problem documents (RFC 9457) whose `detail` is in your Accept-Language."
)
api = Api(
    title=settings.AGENCY.spoken(DEFAULT).short_name,
    version=VERSION,
    description=" ".join(
        [*(_ABOUT[programme] for programme in settings.AGENCY.programmes), _OF_REFUSALS]
    ),
    docs_url=None,
    openapi_url=None,
)
api.add_router("", notices.router)
if settings.AGENCY.has("appointments"):
    api.add_router("offices", offices.router)
    api.add_router("offices", booking.times)
    api.add_router("offices", counter.waiting)
    api.add_router("tickets", counter.tickets)
    api.add_router("", booking.router)
    api.add_router("appointments", opened.router)
if settings.AGENCY.has("eta"):
    api.add_router("eta", applications.router)
    api.add_router("eta", calls.router)
api.add_router("scenarios", guidance.router)
api.add_router("telephony", telephony.router)
api.add_router("knowledge", knowledge.router)


@api.exception_handler(Obstacle)
def refuse(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Answer with the problem document of an obstacle, in the words of whose call it is.

    What is our fault is noted under a reference, which the document tells.
    """
    kind = voices.kind_of(request.path_info, obstacle.code)
    if kind and kind.status >= failures.OURS and "reference" not in obstacle.facts:
        noted = failures.note("a call", status=kind.status, code=obstacle.code)
        obstacle.facts["reference"] = noted
    return voices.refuse(request, obstacle)


@cache
def _description() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))  # type: ignore[no-any-return]


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description of the API."""
    return HttpResponse(json.dumps(_description()), content_type=_JSON)


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page for people; what programs read is in English."""
    template = environment("en").get_template("booking/api.html")
    page = template.render(api=_description(), prefix=PREFIX, codes=_codes())
    headers = {"Content-Language": "en", "Content-Security-Policy": opened.PAGE_CSP}
    return HttpResponse(page, headers=headers)


class Explained(NamedTuple):
    """A code on the page for people: its status, and the titles and sentences it comes with."""

    code: str
    status: int
    words: list[tuple[str, str]]


def _codes() -> list[Explained]:
    explained: dict[str, Explained] = {}
    for code, voice, kind in voices.codes():
        entry = explained.setdefault(code, Explained(code, kind.status, []))
        words = (kind.title, voice.say(code, DEFAULT, retry_after=60))
        if words not in entry.words:
            entry.words.append(words)
    return list(explained.values())


urlpatterns = [
    path("api/v1/openapi.json", openapi),
    path("api/v1/docs", docs),
    path("api/v1/", api.urls),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", health.metrics),
    path("csp-reports/", csp_reports.take),
]
