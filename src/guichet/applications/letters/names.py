"""What a letter is called in a list, and an address that only its owner recognizes."""

from markupsafe import Markup

from guichet.applications.access.pages import isolated
from guichet.applications.letters import arrivals
from guichet.web.words import speaker, texts

TOPIC = "enquiries"  # where the words of the pages about letters stand


def kind_of_letter(kind: str, language: str) -> Markup:
    """Return what a letter is called in a list."""
    key = f"kind.{kind}"
    return speaker(language, TOPIC)(key if key in texts(TOPIC) else "kind.other")


def masked(email: str) -> Markup:
    """Return an address so that only its owner recognizes it, safe in any direction of writing."""
    return isolated(arrivals.masked(email))
