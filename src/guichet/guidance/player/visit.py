"""The answers of private scenarios, which a browser keeps for a visit and no address shows."""

from collections.abc import Sequence

from django.core import signing
from django.http import HttpRequest, HttpResponse

from guichet.guidance.scenarios.rules import MOST_QUESTIONS
from guichet.web import visits

COOKIE = "guichet_guidance"
MOST = 5  # scenarios whose answers are kept at once
_SALT = "guichet.guidance.answers"
_OF_FORM = "guichet.guidance.form"
type Answers = tuple[str, ...]


def answers_of(request: HttpRequest, scenario: str) -> Answers:
    """Return what somebody has answered in a private scenario in this visit."""
    return tuple(_kept(request).get(scenario, ()))


def keep_answers(
    request: HttpRequest, response: HttpResponse, scenario: str, answers: Sequence[str]
) -> None:
    """Keep the answers until the visit ends; those of the scenario before last go first."""
    others = {name: codes for name, codes in _kept(request).items() if name != scenario}
    latest = dict([*others.items(), (scenario, list(answers))][-MOST:])
    visits.keep(response, COOKIE, signing.dumps(latest, salt=_SALT, compress=True))


def sign(scenario: str, answers: Sequence[str]) -> str:
    """Return the mark of a form: which scenario it is about, and after which answers."""
    return signing.dumps([scenario, *answers], salt=_OF_FORM)


def answers_in_form(request: HttpRequest, scenario: str) -> Answers | None:
    """Return after which answers a form was shown; None where it is of another scenario."""
    try:
        name, *answers = signing.loads(request.POST.get("about", ""), salt=_OF_FORM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return tuple(answers) if name == scenario else None


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    try:
        content = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    return {name: codes[:MOST_QUESTIONS] for name, codes in content.items()}
