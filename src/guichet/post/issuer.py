"""Who issues what is printed and sent, and where its pages are."""

from urllib.parse import urlsplit

from django.conf import settings

from guichet.web.pages.render import sentence

NAME = "Guichet"


def address() -> str:
    """Return the official address as it is printed: the host alone, which is easily compared."""
    return urlsplit(settings.PUBLIC_URL).netloc


def says(language: str) -> str:
    """Return the sentence by which a notice or a mail names its issuer."""
    return sentence(
        "Issued by %(name)s, the online appointment service of the immigration offices.",
        language,
        name=NAME,
    )
