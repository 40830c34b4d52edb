"""The JSON API: what it consists of, what it says when something stands in the way."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from guichet import health
from guichet.applications.api import calls, refusals
from guichet.booking.api import calls as booking
from guichet.booking.api import opened
from guichet.booking.api.credentials import CHALLENGE
from guichet.booking.sentences import say, say_of_field
from guichet.eligibility import api as applications
from guichet.kernel import clock
from guichet.kernel.logbook import failures
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import (
    INVALID,
    MEDIA_TYPE,
    STATUS,
    FieldError,
    field_error,
    problem,
)
from guichet.offices import api as offices
from guichet.web.languages import best
from guichet.web.pages.render import environment
from guichet.web.wire import csp_reports

VERSION = "1.0.0"
PREFIX = "/api/v1/"
ETA = f"{PREFIX}eta/"
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

api = Api(
    title="Guichet",
    version=VERSION,
    description=(
        "Appointments at immigration offices. Booking, moving and cancelling are free. Times are"
        " RFC 3339 with the office's offset, days are the office's. Refusals are problem documents"
        " (RFC 9457) whose `detail` is in your Accept-Language."
    ),
    docs_url=None,
    openapi_url=None,
)
api.add_router("offices", offices.router)
api.add_router("offices", booking.times)
api.add_router("", booking.router)
api.add_router("appointments", opened.router)
api.add_router("eta", applications.router)
api.add_router("eta", calls.router)


@api.exception_handler(Obstacle)
def refuse(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Answer with the problem document of an obstacle, in the reader's language."""
    if obstacle.code in refusals.OPENS_NOTHING and request.path_info.startswith(ETA):
        return refusals.opens_nothing(request, obstacle.code)
    language = best(request.headers.get("Accept-Language", ""))
    code, facts = _told(obstacle)
    wait = facts.get("retry_after")
    more = _more(code, facts)
    answer = problem(
        code,
        detail=say(_words(obstacle, code), language, retry_after=wait),
        language=language,
        errors=_errors(facts, language),
        retry_after=wait,
        **more,
    )
    if code == "wrong_token":
        answer["WWW-Authenticate"] = "Bearer"
    if code == "wrong_credentials":
        answer["WWW-Authenticate"] = CHALLENGE
    return answer


def _more(code: str, facts: Mapping[str, Any]) -> dict[str, object]:
    """Return what the users of a call are told beside the code."""
    more: dict[str, object] = {}
    if facts.get("other_spelling"):
        more["other_spelling"] = True
    if code == "slot_full" and facts.get("slot") is not None:
        more["alternatives"] = booking.alternatives(int(facts["slot"]), now=clock.now())
    if STATUS[code] >= failures.OURS:
        noted = facts.get("reference") or failures.note("a probe", status=STATUS[code], code=code)
        more["reference"] = noted
    if code == "too_many_for_contact" and facts.get("code_sent_to"):
        more["code_sent_to"] = facts["code_sent_to"]
    if code == "proof_needed":
        more["challenge"] = facts["challenge"]
    if code == "ambiguous":
        more["choices"] = [number for numbers in facts["choices"].values() for number in numbers]
    return more


def _words(obstacle: Obstacle, code: str) -> str:
    """Return the code of the sentence: what was tried may need other words than its code."""
    return code if code == "ambiguous" else str(obstacle.facts.get("words", obstacle.code))


def _errors(facts: Mapping[str, Any], language: str) -> list[FieldError]:
    choices = facts.get("choices", {})
    return [
        field_error(
            field, fault, detail=say_of_field(field, fault, language), choices=choices.get(field)
        )
        for field, fault in facts.get("errors", {}).items()
    ]


def _told(obstacle: Obstacle) -> tuple[str, dict[str, Any]]:
    """Return the code programs are told, and the facts: what is not a code of ours is a field's."""
    facts: dict[str, Any] = dict(obstacle.facts)
    if set(facts.get("errors", {}).values()) == {"ambiguous"}:
        return "ambiguous", facts
    if obstacle.code in STATUS:
        return obstacle.code, facts
    return INVALID, {"errors": {facts.get("field", "postal_code"): obstacle.code}}


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


def _codes() -> list[tuple[str, int, str]]:
    general = [(code, status, say(code, "en", retry_after=60)) for code, status in STATUS.items()]
    return [*general, *refusals.codes()]


urlpatterns = [
    path("api/v1/openapi.json", openapi),
    path("api/v1/docs", docs),
    path("api/v1/", api.urls),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", health.metrics),
    path("csp-reports/", csp_reports.take),
]
