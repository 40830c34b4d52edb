"""That somebody came to a page of times and none was free: rooms above count it, and nobody.

Neither a cookie nor an address is needed to tell one person's reloading from many: the browser
says in the request itself whether somebody came or only looks again.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest

from guichet.kernel import clock
from guichet.offices.models import Office, Service
from guichet.web.languages import of

# Called with the office, the service and the language of the page, and `now`.
ON_NOTHING: list[Callable[..., None]] = []
_ANEW = ("no-cache", "max-age=0")  # what browsers send when a page is loaded again


def note(request: HttpRequest, office: Office, service: Service) -> None:
    """Tell that this request found no free time, where it is somebody's coming."""
    if request.method == "GET" and is_coming(request.headers, request.get_host(), request.path):
        for count in ON_NOTHING:
            count(office, service.pk, of(request), now=clock.now())


def is_coming(headers: Mapping[str, str], host: str, path: str) -> bool:
    """Tell whether a browser opens a page for somebody who was not on it just now.

    A reload, another day or another language of the same page, a page that is fetched in advance
    and a program that is no browser are nobody's coming.
    """
    referrer = urlsplit(headers.get("Referer", ""))
    is_within = referrer.netloc == host and _page(referrer.path) == _page(path)
    is_anew = any(word in headers.get("Cache-Control", "") for word in _ANEW)
    if is_anew or is_within or "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    # Browsers of before 2023 do not say that they navigate, nor does any without https.
    return headers.get("Sec-Fetch-Mode") == "navigate" or referrer.netloc == host


def _page(path: str) -> str:
    """Return which page it is, in whatever language."""
    return path.lstrip("/").partition("/")[2]
