"""Files that browsers, search engines and finders of weaknesses look for at the root of a site."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.kernel import clock
from guichet.web.addresses.paths import public_address
from guichet.web.languages import FIRST, OFFERED

A_DAY = "public, max-age=86400"
GOOD_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year
# Pages of one person, and those of staff and of programs: each feature adds its own. What is public
# may be found.
NOT_LOOKED_AT = ["/api/", "/*/finish/"]


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Give the small picture to browsers that ask for it by its old name."""
    return _file(_picture("web/favicon.ico"), "image/x-icon")


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    """Give the picture that a phone puts on its first screen."""
    return _file(_picture("web/touch.png"), "image/png")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is nobody's business."""
    pages = "".join(f"Disallow: {path}\n" for path in sorted(NOT_LOOKED_AT))
    return _file(f"User-agent: *\n{pages}".encode(), "text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness, as RFC 9116 writes it."""
    contact = settings.SECURITY_CONTACT or public_address("web:contact", FIRST)
    expires = (clock.now() + GOOD_FOR).replace(microsecond=0)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(OFFERED)}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return _file("".join(f"{line}\n" for line in lines).encode(), "text/plain; charset=utf-8")


def _file(content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": A_DAY})


@lru_cache(maxsize=4)
def _picture(name: str) -> bytes:
    path = finders.find(name)
    assert isinstance(path, str)
    return Path(path).read_bytes()
