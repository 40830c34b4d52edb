"""The words of the pages of guidance, and what its calls say, in every language of the site."""

from guichet.eligibility import voice as of_eligibility
from guichet.guidance.knowledge.terms import MOST_CHARACTERS
from guichet.kernel.programs.problems import Kind
from guichet.kernel.programs.voices import Voice
from guichet.web import sentences
from guichet.web.languages import ALL, CATALOGUED
from guichet.web.sentences import language_in
from guichet.web.words import texts

TOPIC = "guidance"
HELP = "help"  # what its pages and calls say of a search
PREFIX, KNOWLEDGE = "/api/v1/scenarios", "/api/v1/knowledge"
SEARCHED = "q"  # the field of a search
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
    if field == SEARCHED and key in texts(HELP):
        return texts(HELP).get(key, language).text % {"most": MOST_CHARACTERS}
    if key in texts(TOPIC):
        return texts(TOPIC).get(key, language).text
    if language in CATALOGUED:
        return sentences.say_of_field(field, code, language)
    return of_eligibility.say_of_field(field, code, language)


VOICE = Voice(
    prefixes=(PREFIX, KNOWLEDGE),
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
