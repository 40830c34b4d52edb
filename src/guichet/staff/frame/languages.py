"""The two languages of the staff pages: those in which letters and decisions are written."""

from django.http import HttpRequest, HttpResponse

from guichet.web import visits
from guichet.web.languages import DEFAULT, wished

CODES = ("en", "fr")
COOKIE = "guichet_staff_language"


def preferred(request: HttpRequest) -> str:
    """Return the language chosen now or before, else French where the browser asks for it."""
    language = switched(request) or request.COOKIES.get(COOKIE)
    if language in CODES:
        return str(language)
    browser = wished(request.headers.get("Accept-Language", ""))
    return browser if browser in CODES else DEFAULT


def switched(request: HttpRequest) -> str:
    """Return the language for whose sake a form was sent, which then does nothing else; or ""."""
    if request.method != "POST" or not request.path_info.startswith("/staff/"):
        return ""
    language = request.POST.get("language", "")
    return language if language in CODES else ""


def remember(response: HttpResponse, language: str) -> None:
    """Keep the language an officer chose for a year."""
    visits.keep(response, COOKIE, language, seconds=visits.A_YEAR)
