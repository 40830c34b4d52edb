"""Who issues what is printed and sent, and where its pages are."""

from urllib.parse import urlsplit

from django.conf import settings

from guichet.web.pages.render import sentence


def name(language: str) -> str:
    """Return the whole name of the agency, as a page and a letterhead have it."""
    return str(settings.AGENCY.name.in_language(language))


def short_name(language: str) -> str:
    """Return its name for little room: a sender, the organizer of an entry in a calendar."""
    return str(settings.AGENCY.short_name.in_language(language))


def sender(programme: str, language: str, *, usual: str = "") -> str:
    """Return the name under which mail goes out: the agency's for it, what is usual, the short."""
    name = settings.AGENCY.sender_name(programme, language)
    return str(name) or usual or short_name(language)


def maker(entries: str) -> str:
    """Return who makes a calendar file, as its PRODID has it (RFC 5545, 3.7.3).

    Once for all languages: a calendar takes another maker for another calendar. Its last part is
    the agency's first language: English is not on every site.
    """
    first = settings.AGENCY.first_language
    agency = short_name(first).replace("//", "/")
    return f"-//{agency}//{entries}//{first.partition('-')[0].upper()}"


def text_name(language: str) -> str:
    """Return its name at the head of a text message, where each sign is counted."""
    return str(settings.AGENCY.text_name.in_language(language))


def address() -> str:
    """Return the official address as it is printed: the host alone, which is easily compared."""
    return urlsplit(settings.PUBLIC_URL).netloc


def says(language: str) -> str:
    """Return the sentence by which a notice or a mail names its issuer."""
    return sentence(
        "Issued by %(name)s, through its online service for appointments.",
        language,
        name=name(language),
    )
