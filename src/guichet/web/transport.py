"""What holds for every answer, pages and programs alike: https, and what a page may not use.

The first of the middlewares. What a proxy says of the connection is believed of our own alone:
Django's setting for it looks at no peer.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.kernel.guarding.network import is_trusted

Answer = Callable[[HttpRequest], HttpResponse]
_SAID_BY_PROXIES = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")
_NOT_USED = (
    "accelerometer",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _NOT_USED)
# Of the one page that reads codes by a camera.
WITH_CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")


class Transport:
    """Forget what strangers say of their connection; tell browsers to come by https from now on."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not is_trusted(str(request.META.get("REMOTE_ADDR", ""))):
            for name in _SAID_BY_PROXIES:
                request.META.pop(name, None)
        response = self._answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.is_secure() and (policy := https_only()):
            response["Strict-Transport-Security"] = policy
        return response


def https_only() -> str:
    """Return what tells a browser to use https alone; empty where the site is not served by it."""
    by_https = settings.PUBLIC_URL.startswith("https://")
    return f"max-age={settings.HSTS_SECONDS}" if by_https and settings.HSTS_SECONDS else ""
