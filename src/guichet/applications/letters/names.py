"""What a letter is called in a list."""

from markupsafe import Markup

from guichet.web.words import speaker, texts

TOPIC = "enquiries"  # where the words of the pages about letters stand


def kind_of_letter(kind: str, language: str) -> Markup:
    """Return what a letter is called in a list."""
    key = f"kind.{kind}"
    return speaker(language, TOPIC)(key if key in texts(TOPIC) else "kind.other")
