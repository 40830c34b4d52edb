"""Numbers of other cases in what an officer writes to a person: most often the wrong window."""

import re
from collections.abc import Collection

from guichet.applications import numbers
from guichet.applications.models import Application, Authorization

_NUMBER = re.compile(r"(?<![^\W_])[VJE](?:[\s.\-]{0,2}\d){9}(?!\d)", re.IGNORECASE)


def numbers_in(text: str) -> list[str]:
    """Return what reads as the number of an application, an authorization or a question.

    >>> numbers_in("As in V 123-456 782, and in j123456789. Not in V12.")
    ['V123456782', 'J123456789']
    """
    return list(dict.fromkeys(numbers.read(match.group()) for match in _NUMBER.finditer(text)))


def of_others(
    text: str, application: Application | None, *, besides: Collection[str] = ()
) -> list[str]:
    """Return the numbers in a text that are neither of this application nor named `besides`."""
    mentioned = [number for number in numbers_in(text) if number not in besides]
    own = _own(application) if mentioned and application else ()
    return [number for number in mentioned if number not in own]


def _own(application: Application) -> Collection[str]:
    authorizations = Authorization.objects.filter(application=application)
    enquiries = application.enquiries.values_list("number", flat=True)
    return {application.number, *authorizations.values_list("number", flat=True), *enquiries}
