"""What programs are told when a question about eligibility cannot be answered."""

from guichet.eligibility.content import law
from guichet.eligibility.programme import TOPIC, language_of, plain
from guichet.kernel.programs.voices import Voice
from guichet.web import sentences
from guichet.web.words import texts


def say(code: str, language: str, *, retry_after: int | None = None) -> str:
    """Return the sentence for what stands in the way of any call about an authorization."""
    key = f"problem.{code}"
    if key in texts(TOPIC):
        return plain(key, language)
    return sentences.say(code, language, retry_after=retry_after)


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence that stands beside a field, whichever it is."""
    key = f"problem.{code}"
    sentence = plain(key if key in texts(TOPIC) else "problem.malformed", language)
    return sentence % {"first": law().starts_at.date().isoformat()}


VOICE = Voice(
    prefixes=("/api/v1/eta/eligibility",),
    say=say,
    say_of_field=say_of_field,
    language=language_of,
)
