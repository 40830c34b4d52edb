"""What the files are called that people get: in their language, as the agency calls the thing.

A name says nothing of the person, the number or what was decided: it stands in lists of downloads.
"""

from datetime import datetime

from django.conf import settings
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from guichet.kernel.reading import days
from guichet.web.pages.render import sentence


def appointment(language: str) -> str:
    """Return the name, without its ending, of a notice or of an appointment for a calendar.

    >>> appointment("fr")
    'avis-de-rendez-vous'
    """
    return slugify(sentence("Appointment notice", language), allow_unicode=True)


def authorization(language: str) -> str:
    """Return the name, without its ending, of a file about an authorization."""
    short_name = settings.AGENCY.authorization.short_name
    usual = "ave" if language == "fr" else "eta"
    own = short_name.in_language(language) if short_name else usual
    return slugify(own, allow_unicode=True) or usual


def letter(language: str, *, at: datetime) -> str:
    """Return the name, without its ending, of a letter, by the minute it was issued."""
    return f"{authorization(language)}-{at.astimezone(days.authority_zone()):%Y-%m-%d-%H%M}"


def kept_as(name: str, *, is_shown: bool = False) -> str:
    """Return the header by which a browser keeps a file of any name, or, `is_shown`, opens it."""
    return str(content_disposition_header(as_attachment=not is_shown, filename=name))
