"""Does somebody need an authorization? For programs: the same table as on the pages."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from guichet.eligibility import facts as vocabulary
from guichet.eligibility import names
from guichet.eligibility.content import law
from guichet.eligibility.programme import language_of, plain
from guichet.eligibility.rules import Verdict, decide
from guichet.eligibility.schemas import EligibilityIn, EligibilityOut
from guichet.kernel import clock
from guichet.kernel.programs import bodies
from guichet.kernel.programs.shapes import ProblemOut

router = Router(tags=["Travel authorizations"])
_BODY = {"application/json": {"schema": EligibilityIn.model_json_schema()}}


@router.post(
    "/eligibility",
    response={200: EligibilityOut, 413: ProblemOut, 415: ProblemOut, 422: ProblemOut},
    summary="Find out whether an authorization is needed",
    operation_id="find_eligibility",
    openapi_extra={"requestBody": {"required": True, "content": _BODY}},
)
def find_eligibility(request: HttpRequest) -> HttpResponse:
    """Every fact may be left out; `asks` then names the next one that is needed. Nothing is kept.

    Rows 1 to 15 of the table look at all nationalities, the others at the one the document proves.
    """
    language = language_of(request)
    body = bodies.read_object(request)
    answer = _decide(body, now=clock.now())
    return JsonResponse(shape(answer, language), headers={"Content-Language": language})


def shape(answer: Verdict, language: str) -> dict[str, object]:
    """Return an answer as programs get it, its sentences in the language."""
    key, day = answer.instruction, answer.valid_from
    return {
        "answer": answer.answer,
        "row": answer.row,
        "reason": plain(f"row.{key}.why", language) if key else None,
        "instruction": plain(f"row.{key}.do", language) if key else None,
        "source": answer.source_fr if language == "fr" else answer.source,
        "valid_from": day.isoformat() if day else None,
        "asks": list(answer.asks),
        "hint": _hint(answer, language),
    }


def _decide(body: dict[str, object], *, now: datetime) -> Verdict:
    facts, day = vocabulary.read(body, law().codes)
    return decide(facts, law(), at=law().noon_of(day or law().day_of(now)))


def _hint(answer: Verdict, language: str) -> dict[str, str] | None:
    hint = answer.hint
    if hint is None:
        return None
    country = names.name_of(hint.nationality, language)
    detail = plain(f"answer.hint_{hint.answer}", language, country=country)
    return {"nationality": hint.nationality, "answer": hint.answer, "detail": detail}
