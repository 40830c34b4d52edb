"""The words of the pages of guidance, and what its calls say, in every language of the site."""

from guichet.eligibility import voice as of_eligibility
from guichet.kernel.programs.problems import Kind
from guichet.kernel.programs.voices import Voice
from guichet.web import sentences
from guichet.web.languages import ALL, CATALOGUED
from guichet.web.sentences import language_in
from guichet.web.words import texts

TOPIC = "guidance"
PREFIX = "/api/v1/scenarios"
language_of = language_in(ALL)


def say(code: str, language: str, *, retry_after: int | None = None) -> str:
    """Return the sentence for what stands in the way of a call about scenarios."""
    key = f"problem.{code}"
    if key in texts(TOPIC):
        return texts(TOPIC).get(key, language).text
    if language in CATALOGUED:
        return sentences.say(code, language, retry_after=retry_after)
    return of_eligibility.say(code, language, retry_after=retry_after)


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence that stands beside a field of a call."""
    key = f"problem.{code}"
    if key in texts(TOPIC):
        return texts(TOPIC).get(key, language).text
    if language in CATALOGUED:
        return sentences.say_of_field(field, code, language)
    return of_eligibility.say_of_field(field, code, language)


VOICE = Voice(
    prefixes=(PREFIX,),
    say=say,
    say_of_field=say_of_field,
    language=language_of,
    kinds={
        "version_ended": Kind(
            status=410,
            title="This version of the scenario has ended",
            tells=("followed_by",),
        )
    },
)
