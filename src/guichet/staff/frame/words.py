"""Sentences of content/staff/ where something else than our own templates says them."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from guichet.kernel.content.placeholders import sentence_with
from guichet.web.languages import of_django
from guichet.web.words import texts

TOPIC = "staff"


def plain_sentence(key: str, **values: str) -> str:
    """Return a sentence as plain text, in the language of the page that is being made."""
    text = texts(TOPIC).get(key, of_django(get_language())).text
    return sentence_with(text, values) if values else text


def posted(role: str, office: str) -> str:
    """Return a role at an office, called by its code, as plain text."""
    return plain_sentence("posting.at", role=plain_sentence(f"role.{role}"), office=office)


later = lazy(plain_sentence, str)  # the same, said only when it is shown
