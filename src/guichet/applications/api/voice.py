"""What the calls about applications answer with when something stands in the way."""

from collections.abc import Mapping

from guichet.applications.form.questions import words
from guichet.eligibility import voice as eligibility
from guichet.eligibility.programme import language_of
from guichet.kernel.programs.problems import MISTYPED_NUMBER, Kind
from guichet.kernel.programs.voices import Voice

KINDS: Mapping[str, Kind] = {
    "wrong_credentials": Kind(
        status=401,
        title="The application number and the PIN do not open an application",
        challenge='Basic realm="Your application", charset="UTF-8"',
    ),
    "not_possible_now": Kind(
        status=409, title="This cannot be done in the state of the application"
    ),
    "changed_elsewhere": Kind(
        status=409, title="Another version was saved in the meantime", tells=("version",)
    ),
    "authorization_valid": Kind(
        status=409,
        title="This passport has a valid authorization already",
        tells=("valid_until",),
        asks_for_more=True,
    ),
    "mistyped_number": MISTYPED_NUMBER,
    "payment_unavailable": Kind(status=503, title="Payments are not set up or do not answer"),
}


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence of the form for a code, or else that of the API."""
    if f"error.{code}" in words().texts:
        return words().error(code, language, key=field)
    return eligibility.say_of_field(field, code, language)


VOICE = Voice(
    prefixes=("/api/v1/eta/",),
    kinds=KINDS,
    say=eligibility.say,
    say_of_field=say_of_field,
    language=language_of,
    wider={"birth_partly": "date_incomplete"},
)
