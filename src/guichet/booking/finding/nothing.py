"""That somebody came to a page of times and none was free: rooms above count it, and nobody.

Neither a cookie nor an address is needed to tell one person's reloading from many: the browser
says in the request itself whether somebody came or only looks again.
"""

from collections.abc import Callable

from django.http import HttpRequest

from guichet.kernel import clock
from guichet.offices.models import Office, Service
from guichet.web.languages import of
from guichet.web.wire.coming import is_coming

# Called with the office, the service and the language of the page, and `now`.
ON_NOTHING: list[Callable[..., None]] = []


def note(request: HttpRequest, office: Office, service: Service) -> None:
    """Tell that this request found no free time, where it is somebody's coming."""
    if request.method == "GET" and is_coming(request.headers, request.get_host(), request.path):
        for count in ON_NOTHING:
            count(office, service.pk, of(request), now=clock.now())
