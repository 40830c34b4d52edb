"""Scenarios for programs: which there are, and one step after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from guichet.guidance.scenarios import queries, rules
from guichet.guidance.scenarios.channels import LINES
from guichet.guidance.scenarios.steps import action_of, words_of
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.words import language_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import bodies
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut, RequestBody
from guichet.web.languages import exact

router = Router(tags=["Scenarios"])
FIELDS = ("channel", "lang", "answers", "version")


class StepIn(RequestBody):
    """Where somebody is in a scenario."""

    channel: str = Field(default="web", description=f"One of {', '.join(LINES)}.")
    lang: str = Field(default="", description="A language of the site.")
    answers: list[str] | str = Field(default="", description="The codes so far: a list, or a,b.")
    version: int | None = Field(default=None, description="That of the step before.")


class ScenarioOut(Schema):
    """A scenario that is played now."""

    id: str
    version: int
    programme: str
    channels: list[str]
    languages: dict[str, list[str]] = Field(description="By channel.")
    title: str


class ScenariosOut(Schema):
    """All that are played now."""

    scenarios: list[ScenarioOut]


class ChoiceOut(Schema):
    """An answer to a question."""

    code: str
    text: str


class ActionOut(Schema):
    """What to do now, and where."""

    code: str
    url: str


class StepOut(Schema):
    """A question with its choices, or an outcome with its action."""

    step: str | None = None
    outcome: str | None = None
    text: str
    why: str | None
    language: str = Field(description="Of the text: English where it is not translated.")
    choices: list[ChoiceOut] | None = None
    action: ActionOut | None = None
    source: str | None = None
    version: int


_QUERY = [
    {"in": "query", "name": name, "required": False, "description": words, "schema": shape}
    for name, words, shape in (
        ("channel", f"One of {', '.join(LINES)}; web if left out.", {"type": "string"}),
        ("lang", "A language of the site.", {"type": "string"}),
        ("answers", "The codes of the answers so far, with commas.", {"type": "string"}),
        ("version", "That of the step before, to go on with it.", {"type": "string"}),
    )
]
_BODY = {"application/json": {"schema": StepIn.model_json_schema()}}


@router.get(
    "",
    response={200: ScenariosOut, 422: ProblemOut},
    summary="List the scenarios that are played now",
    operation_id="list_scenarios",
)
def list_scenarios(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Titles are in `lang`, or your Accept-Language; `languages` are complete, by channel."""
    language = _language(request, lang)
    shapes = [_scenario(version, language) for version in queries.scenarios(clock.now())]
    return answer({"scenarios": shapes}, language=language)


@router.get(
    "/{name}",
    response={200: StepOut, 404: ProblemOut, 410: ProblemOut, 422: ProblemOut},
    summary="See a step of a scenario",
    operation_id="see_step",
    openapi_extra={"parameters": _QUERY},
)
def see_step(request: HttpRequest, name: str) -> HttpResponse:
    """Answer by answer: send those so far, get the next question or the outcome.

    Answers of a private scenario go into the body of a POST, for addresses are written down.
    """
    if unknown := [field for field in request.GET if field not in FIELDS]:
        raise Obstacle("invalid", errors=dict.fromkeys(unknown, "unknown_field"))
    return _step(request, name, request.GET.dict(), in_address=True)


@router.post(
    "/{name}",
    response={200: StepOut, 404: ProblemOut, 410: ProblemOut, 415: ProblemOut, 422: ProblemOut},
    summary="See a step of a scenario, with the answers in the body",
    operation_id="see_private_step",
    openapi_extra={"requestBody": {"required": True, "content": _BODY}},
)
def see_private_step(request: HttpRequest, name: str) -> HttpResponse:
    """The same fields as in the address. Nothing is kept."""
    body = bodies.read_object(request)
    wrong = bodies.unreadable_fields(body)
    wrong |= {field: "unknown_field" for field in body if field not in FIELDS}
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    return _step(request, name, body, in_address=False)


def _step(
    request: HttpRequest, name: str, fields: Mapping[str, object], *, in_address: bool
) -> HttpResponse:
    version = _version(name, fields.get("version"), now=clock.now())
    language = _language(request, fields.get("lang"))
    channel = fields.get("channel") or "web"
    if channel not in version.tree.channels:
        _refuse("channel", "out_of_range", version.tree.channels)
    answers = _answers(fields.get("answers"))
    if version.tree.private and answers and in_address:
        _refuse("answers", "private")
    place = _place(version, answers)
    return answer(_shape(version, place, str(channel), language), language=language)


def _version(name: str, number: object, *, now: datetime) -> Version:
    if number in (None, ""):
        version = queries.current(name, now=now)
        if version is None:
            raise Obstacle("not_found")
        return version
    if isinstance(number, bool) or not isinstance(number, int | str) or not f"{number}".isascii():
        _refuse("version", "malformed")
    if not f"{number}".isdigit() or len(f"{number}") > 9:
        _refuse("version", "malformed")
    return queries.version(name, int(number), now=now)


def _language(request: HttpRequest, code: object) -> str:
    if code in (None, ""):
        return language_of(request)
    language = exact(code) if isinstance(code, str) else None
    if language is None:
        _refuse("lang", "unknown_language")
    return language


def _answers(answers: object) -> tuple[str, ...]:
    codes = answers.split(",") if isinstance(answers, str) and answers else answers or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        _refuse("answers", "malformed")
    return tuple(code.strip() for code in codes)


def _place(version: Version, answers: tuple[str, ...]) -> rules.Place:
    try:
        return rules.replay(version.tree, answers)
    except Obstacle as obstacle:
        index: int = obstacle.facts["index"]  # type: ignore[assignment]
        step = rules.replay(version.tree, answers[:index]).step
        question = version.tree.questions.get(step)
        _refuse("answers", "no_choice", tuple(question.choices) if question else ())


def _refuse(field: str, code: str, choices: tuple[str, ...] = ()) -> NoReturn:
    raise Obstacle("invalid", errors={field: code}, choices={field: choices})


def _scenario(version: Version, language: str) -> dict[str, object]:
    tree = version.tree
    title = version.say("title", tree.channels[0], language)
    return {
        "id": version.name,
        "version": version.number,
        "programme": tree.programme,
        "channels": list(tree.channels),
        "languages": version.languages,
        "title": str(title or version.name),
    }


def _shape(version: Version, place: rules.Place, channel: str, language: str) -> dict[str, object]:
    words = words_of(version, place.step, channel, language)
    shape: dict[str, object] = {
        "text": words.text.text,
        "why": words.why.text if words.why else None,
        "language": words.text.language,
        "version": version.number,
    }
    if place.step in version.tree.questions:
        choices = [{"code": code, "text": text.text} for code, text in words.choices]
        return {"step": place.step, **shape, "choices": choices}
    action = action_of(version, place.step, language)
    return {
        "outcome": place.step,
        **shape,
        "action": {"code": action.code, "url": action.url} if action else None,
        "source": version.tree.source_of(place.step, language),
    }
