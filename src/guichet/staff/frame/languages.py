"""The two languages in which the staff pages are written, whatever the agency offers others."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.web import visits
from guichet.web.languages import DEFAULT, wished

CODES = ("en", "fr")
COOKIE = "guichet_staff_language"
PREFIXES = ("/staff/", "/admin/")  # of the pages in these languages


def preferred(request: HttpRequest) -> str:
    """Return the language chosen now or before, that of the browser, or the agency's first."""
    language = switched(request) or request.COOKIES.get(COOKIE)
    if language in CODES:
        return str(language)
    browser = wished(request.headers.get("Accept-Language", ""))
    return browser if browser in CODES else _usual()


def others() -> bool:
    """Tell whether the agency offers the public a language that no staff page is written in."""
    return not set(CODES).issuperset(settings.AGENCY.languages)


def _usual() -> str:
    return next((code for code in settings.AGENCY.languages if code in CODES), DEFAULT)


def switched(request: HttpRequest) -> str:
    """Return the language for whose sake a form was sent, which then does nothing else; or ""."""
    if request.method != "POST" or not request.path_info.startswith(PREFIXES):
        return ""
    language = request.POST.get("language", "")
    return language if language in CODES else ""


def remember(response: HttpResponse, language: str) -> None:
    """Keep the language an officer chose for a year."""
    visits.keep(response, COOKIE, language, seconds=visits.A_YEAR)
