"""The two languages of the staff pages: those in which letters and decisions are written."""

from django.http import HttpRequest, HttpResponse

from guichet.web import visits
from guichet.web.languages import DEFAULT, wished

CODES = ("en", "fr")
COOKIE = "guichet_staff_language"


def preferred(request: HttpRequest) -> str:
    """Return the language chosen before, else French where the browser asks for it."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in CODES:
        return str(chosen)
    browser = wished(request.headers.get("Accept-Language", ""))
    return browser if browser in CODES else DEFAULT


def remember(response: HttpResponse, language: str) -> None:
    """Keep the language an officer chose for a year."""
    visits.keep(response, COOKIE, language, seconds=visits.A_YEAR)
