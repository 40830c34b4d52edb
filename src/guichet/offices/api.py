"""Offices as programs see them: which one serves a place, and what for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.kernel.content.layers import shown_in
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut
from guichet.kernel.programs.voices import Voice
from guichet.kernel.reading import typed_text
from guichet.offices import queries
from guichet.offices.models import Office
from guichet.offices.reference import home_country
from guichet.offices.schemas import OfficesOut
from guichet.offices.words import say_of_field
from guichet.web import sentences
from guichet.web.languages import CATALOGUED, best

router = Router(tags=["Offices"])
VOICE = Voice(
    prefixes=("/api/v1/offices",),
    say=sentences.say,
    say_of_field=say_of_field,
    language=sentences.language_in(CATALOGUED),
)

Parameters = list[dict[str, object]]


def parameter(
    name: str, description: str, *, required: bool = False, **schema: object
) -> Parameters:
    """Return the description of one query parameter, as OpenAPI writes it."""
    shape = {"type": "string", **schema}
    return [
        {
            "in": "query",
            "name": name,
            "required": required,
            "description": description,
            "schema": shape,
        }
    ]


def read_query(request: HttpRequest, *fields: str) -> Mapping[str, str]:
    """Return the query's parameters; raise Obstacle for one that is unknown or unreadable."""
    query = request.GET.dict()
    wrong = {name[:100]: "unknown_field" for name in query if name not in fields}
    wrong |= {name: "malformed" for name in fields if not is_readable(str(query.get(name, "")))}
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    return {name: typed_text.plain(str(value)) for name, value in query.items()}


_ABROAD = ["MX"] if home_country.has_zip_codes() else []
# Where no postal code decides on an office, nobody is told of one.
_POSTAL_CODE = (
    parameter(
        "postal_code",
        "A postal code of the home country.",
        examples=["10001"] if home_country.has_zip_codes() else [],
    )
    if home_country.asks_postal_code()
    else []
)


@router.get(
    "",
    response={200: OfficesOut, 422: ProblemOut},
    summary="Find the office of a place",
    operation_id="find_offices",
    openapi_extra={
        "parameters": [
            *_POSTAL_CODE,
            *parameter("country", "ISO 3166-1 alpha-2, of a place abroad.", examples=_ABROAD),
            *parameter(
                "subdivision",
                "ISO 3166-2, where it is asked for.",
                examples=[f"{code}-JAL" for code in _ABROAD],
            ),
        ]
    },
)
def find_offices(request: HttpRequest) -> HttpResponse:
    """Give exactly one of `postal_code` and `country`.

    While `ask` is set, `offices` is empty and the fact it names is still needed.
    """
    query = read_query(request, "postal_code", "country", "subdivision")
    answers = queries.find_office(**query)
    language = best(request.headers.get("Accept-Language", ""))

    offices = [office_with_services(office, language=language) for office in answers.offices]
    return answer({"offices": offices, "ask": answers.ask}, language=language)


def office_shape(office: Office, *, language: str) -> dict[str, object]:
    """Return an office as the API answers it, named in the reader's language."""
    address: dict[str, object] = {"lines": [office.street], "city": office.city}
    if office.subdivision:
        address["subdivision"] = office.subdivision
    return {
        "code": office.pk,
        "name": named(office.names, language=language),
        "address": {**address, "postal_code": office.postal_code, "country": office.country},
        "time_zone": office.time_zone,
    }


def office_with_services(office: Office, *, language: str) -> dict[str, object]:
    """Return an office and what it can be visited for."""
    services = [
        {
            "code": service.pk,
            "name": named(service.names, language=language),
            "duration_minutes": service.duration_minutes,
        }
        for service in queries.services_of(office)
    ]
    return {**office_shape(office, language=language), "services": services}


def named(names: Mapping[str, str], *, language: str) -> str:
    """Return a name in the language, or else in the agency's first."""
    return names[shown_in(names, language)]
