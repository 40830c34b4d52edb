"""Sentences of content/offices_staff/ on the pages of the administration for offices."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from guichet.kernel.content.placeholders import sentence_with
from guichet.offices.words import texts
from guichet.web.languages import of_django

TOPIC = "offices_staff"


def plain_sentence(key: str, **values: str) -> str:
    """Return a sentence as plain text, in the language of the page that is being made."""
    text = texts(TOPIC).get(key, of_django(get_language())).text
    return sentence_with(text, values) if values else text


later = lazy(plain_sentence, str)  # the same, said only when it is shown
