"""Applications for programs: begin, answer, send, see, and ask where one stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.applications import queries
from guichet.applications.access.credentials import NumberAndPin
from guichet.applications.api import schemas, shapes
from guichet.applications.apply import actions, starting
from guichet.applications.fee import actions as payments
from guichet.applications.fee import providers
from guichet.applications.fee.providers import TEST
from guichet.applications.form.answers import reading_of
from guichet.applications.form.fields import Reading
from guichet.applications.models import Application
from guichet.applications.public_status import StatusQuestion, look_up
from guichet.applications.tokens import first_pin
from guichet.kernel import clock
from guichet.kernel.guarding.guesses import guesser_of
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import idempotency
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut, fitting, takes
from guichet.kernel.reading import births, days
from guichet.web.languages import exact

router = Router(tags=["Travel authorizations"])
Out = schemas.ApplicationOut
WRONG = {413: ProblemOut, 415: ProblemOut, 422: ProblemOut}
OPENED = {401: ProblemOut, 422: ProblemOut, 429: ProblemOut}
OUTCOMES = {"paid": True, "declined": False}  # of the test provider
_DATES = {"birth_date": "born_on", "issue_date": "issued_on", "expiry_date": "expires_on"}


@router.post(
    "/applications",
    response={
        201: schemas.StartedOut,
        409: ProblemOut,
        429: ProblemOut,
        **WRONG,
    },
    summary="Begin an application",
    operation_id="start_application",
    openapi_extra=takes(schemas.StartIn, required=False),
)
def start(request: HttpRequest) -> HttpResponse:
    """Nothing is processed before it is sent off and paid for. Keep number and PIN."""
    now = clock.now()
    body = fitting(request, schemas.StartIn, may_be_empty=True)
    language, reading = _language(body) or "en", _answers(body, now=now)
    network = network_key(request)

    record = idempotency.once(
        request,
        body,
        lambda: (
            starting.start(
                language=language, reading=reading, network=network, now=now
            ).application.pk
        ),
        status=201,
        now=now,
    )
    application = queries.application(record)
    return answer({"number": application.number, "pin": first_pin(application)}, status=201)


@router.get(
    "/applications/{number}",
    response={200: Out, **OPENED},
    summary="See an application and where it stands",
    operation_id="show_application",
    auth=NumberAndPin(),
)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The public status, its next step, and what was answered."""
    return _answer(_application(request), now=clock.now())


@router.put(
    "/applications/{number}",
    response={200: Out, 409: ProblemOut, **OPENED, **WRONG},
    summary="Save the answers of an application",
    operation_id="save_application",
    openapi_extra=takes(schemas.AnswersIn),
    auth=NumberAndPin(),
)
def save(request: HttpRequest, number: str) -> HttpResponse:
    """The answers take the place of all earlier ones; what is missing is asked for on submitting.

    An answer that other answers hide is left out.
    """
    now, application = clock.now(), _application(request)
    body = fitting(request, schemas.AnswersIn)
    version = body.get("version")

    saved = actions.replace(
        application.pk,
        _answers(body, now=now),
        version=version if isinstance(version, int) else None,
        language=_language(body) or application.language,
        now=now,
    )
    return _answer(saved, now=now)


@router.post(
    "/applications/{number}/submit",
    response={
        200: Out,
        409: schemas.NotSentOut,
        503: ProblemOut,
        **OPENED,
        **WRONG,
    },
    summary="Send an application off",
    operation_id="submit_application",
    openapi_extra=takes(schemas.SubmitIn, required=False),
    auth=NumberAndPin(),
)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """It is processed once the fee is paid at `payment.address`. Sending twice is no fault.

    Where a valid authorization for the same passport stands, the answer is 409
    `authorization_valid` with its last day in `valid_until`, and nothing is sent; `"again": true`
    goes on. After 503 nothing was sent either.
    """
    now, pk = clock.now(), _application(request).pk
    body = fitting(request, schemas.SubmitIn, may_be_empty=True)
    outcome = _outcome(body)

    application: Application | None = None

    def write() -> int:
        nonlocal application
        application, payment = payments.send_off(pk, again=bool(body.get("again")), now=now)
        if payment and outcome is not None:
            application = payments.settle_test(payment, succeeds=outcome, now=now)
        return pk

    idempotency.once(request, body, write, status=200, now=now)
    return _answer(application or queries.application(pk), now=now)


@router.post(
    "/status",
    response={200: schemas.StandingOut, 429: ProblemOut, **WRONG},
    summary="Ask where an application stands",
    operation_id="find_status",
    openapi_extra={"requestBody": takes(schemas.StatusIn)["requestBody"]},
)
def find_status(request: HttpRequest) -> HttpResponse:
    """Unknown and wrong are one answer, `not_found`. Five of them in an hour, then 429.

    A number whose check digit does not fit is 422 `mistyped_number`, and none of the five.
    """
    body = fitting(request, schemas.StatusIn)
    question = _question(body)

    standing = look_up(question, guesser=guesser_of(request), now=clock.now())
    return answer(shapes.of_standing(standing))


def _application(request: HttpRequest) -> Application:
    application = request.auth  # type: ignore[attr-defined]
    assert isinstance(application, Application)
    return application


def _answer(application: Application, *, now: datetime) -> HttpResponse:
    return answer(shapes.of_application(application, now=now))


def _language(body: Mapping[str, object]) -> str | None:
    if body.get("language") is None:
        return None
    code = exact(str(body["language"]))
    if code is None:
        raise Obstacle("invalid", errors={"language": "unknown_language"})
    return code


def _answers(body: Mapping[str, object], *, now: datetime) -> Reading:
    """Return the answers of a body, read; or raise Obstacle for those that are wrong.

    What is missing is no fault yet. Of a program's answers that is kept which could be read.
    """
    answers = body.get("answers") or {}
    assert isinstance(answers, dict)
    reading = reading_of(answers, now=now)
    wrong = {
        field: code
        for field, code in reading.errors.items()
        if field in answers and answers[field] not in ("", [], None)
    }
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    return replace(reading, raw=reading.answers)


def _outcome(body: Mapping[str, object]) -> bool | None:
    token = body.get("payment_token")
    if token is None:
        return None
    if token not in OUTCOMES or providers.provider().name != TEST:
        raise Obstacle("invalid", errors={"payment_token": "unknown_value"})
    return OUTCOMES[str(token)]


def _day(field: str, text: str) -> date:
    return births.read(text).first if field == "birth_date" else days.read(text)


def _question(body: Mapping[str, object]) -> StatusQuestion:
    errors, dates = {}, {}
    for field, name in _DATES.items():
        try:
            dates[name] = _day(field, str(body[field])) if body.get(field) else None
        except Obstacle as obstacle:
            errors[field] = obstacle.code
    if errors:
        raise Obstacle("invalid", errors=errors)
    question = StatusQuestion(
        number=str(body.get("number") or ""),
        passport_number=str(body["passport_number"]),
        issuer=str(body["issuer"]),
        **dates,
    )
    if not question.complete:
        missing = [field for field in ("birth_date", "expiry_date") if not body.get(field)]
        raise Obstacle("invalid", errors=dict.fromkeys(missing or ["issuer"], "required"))
    return question
