"""Offices as programs see them: which one serves a place, and what for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut
from guichet.kernel.reading import typed_text
from guichet.offices import queries
from guichet.offices.reference import home_country
from guichet.offices.schemas import OfficesOut
from guichet.offices.shapes import office_with_services
from guichet.web.languages import best

router = Router(tags=["Offices"])


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
