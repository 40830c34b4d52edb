"""What a program is told when something stands in the way of an application."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from http.client import UNAUTHORIZED
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.applications.form.answers import form
from guichet.kernel.content.texts import Texts
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import INVALID, TITLES, field_error, own_problem, problem
from guichet.web.languages import DEFAULT
from guichet.web.words import language_of, plain, texts

# Codes that applications have for themselves: status, and a title for who writes programs.
OWN: Mapping[str, tuple[int, str]] = {
    "not_possible_now": (409, "This cannot be done in the state of the application"),
    "changed_elsewhere": (409, "Another version was saved in the meantime"),
    "authorization_valid": (409, "This passport has a valid authorization already"),
    "payment_unavailable": (503, "Payments are not set up or do not answer"),
}

# What opens an application is called otherwise than what opens an appointment.
OPENS_NOTHING: Mapping[str, tuple[int, str]] = {
    "wrong_credentials": (401, "The application number and the PIN do not open an application"),
    "mistyped_number": (422, TITLES["mistyped_number"]),
}
CHALLENGE = 'Basic realm="Your application", charset="UTF-8"'


def told_in_words[**P](call: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Answer with a problem document where a code of ours or of a field stands in the way."""

    @wraps(call)
    def in_words(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return call(*args, **kwargs)
        except Obstacle as obstacle:
            if obstacle.code not in (*OWN, INVALID):
                raise
            request = args[0]
            assert isinstance(request, HttpRequest)
            return _refused(obstacle, language_of(request))

    return in_words


def opens_nothing(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with a code of OPENS_NOTHING: one for a wrong number and a wrong PIN, one mistyped."""
    language = language_of(request)
    detail = plain(f"problem.{code}", language)
    answer = own_problem(code, OPENS_NOTHING[code], detail=detail, language=language, more={})
    if answer.status_code == UNAUTHORIZED:
        answer["WWW-Authenticate"] = CHALLENGE
    return answer


def codes() -> list[tuple[str, int, str]]:
    """Return the codes that only applications answer with: status and sentence, for readers."""
    return [(code, status, plain(f"problem.{code}", DEFAULT)) for code, (status, _) in OWN.items()]


def _refused(obstacle: Obstacle, language: str) -> HttpResponse:
    code, facts = obstacle.code, dict[str, Any](obstacle.facts)
    detail = plain(f"problem.{code}", language)
    if code in OWN:
        more: dict[str, object] = {
            name: facts[name] for name in ("version", "valid_until") if name in facts
        }
        return own_problem(code, OWN[code], detail=detail, language=language, more=more)
    return problem(
        INVALID,
        detail=detail,
        language=language,
        errors=[
            field_error(field, fault, detail=_of_field(field, fault, language))
            for field, fault in facts["errors"].items()
        ],
    )


def _of_field(field: str, code: str, language: str) -> str:
    """Return the sentence of the form for a code, or that of the API."""
    if f"error.{code}" in _form_texts():
        most = form().fields[field].most if field in form().fields else ""
        return _form_texts().get(f"error.{code}", language).text % {"most": most}
    key = f"problem.{code}"
    return plain(key if key in texts() else "problem.malformed", language)


@cache
def _form_texts() -> Texts:
    return Texts(settings.CONTENT_DIR / "fields")
