"""The two languages in which the staff pages are written, whatever the agency offers others."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.web import visits
from guichet.web.languages import DEFAULT, wished

CODES = ("en", "fr")
COOKIE = "guichet_staff_language"
PREFIXES = ("/staff/", "/admin/")  # of the pages in these languages
TAKING_FILES: list[re.Pattern[str]] = []  # addresses of forms with a file: each room adds its own


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
    if takes_file(request):  # its body is not read before the page says how much of it
        return ""
    language = request.POST.get("language", "")
    return language if language in CODES else ""


def takes_file(request: HttpRequest) -> bool:
    """Tell whether a form with a file was sent; it is sent for no other language."""
    return any(pattern.fullmatch(request.path_info) for pattern in TAKING_FILES)


def remember(response: HttpResponse, language: str) -> None:
    """Keep the language an officer chose for a year."""
    visits.keep(response, COOKIE, language, seconds=visits.A_YEAR)
