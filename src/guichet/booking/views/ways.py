"""The way from one page of booking to another, in the language of the one that is left."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.web.addresses.paths import address
from guichet.web.languages import of


def go(request: HttpRequest, name: str, *, query: str = "", **values: object) -> HttpResponse:
    """Send to a page in the language of this one."""
    target = address(name, of(request), **values)
    return HttpResponseRedirect(f"{target}?{query}" if query else target)
