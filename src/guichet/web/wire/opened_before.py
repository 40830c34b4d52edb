"""Which numbers a browser has opened before: it pays no price there for what others guess.

The cookie holds a few tags, signed. A tag is drawn from the number with a key, so it tells nothing
of anybody, opens nothing, and finds nothing. It is not kept on a shared computer, and goes with
everything else that is erased.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from guichet.kernel.guarding import guesses
from guichet.kernel.guarding.guesses import Guesser
from guichet.web import visits

KEPT = timedelta(days=90)
MOST = 10
_SALT = "guichet.web.opened_before"


def guesser_of(request: HttpRequest) -> Guesser:
    """Return who guesses on a page: the networks, the proof, and what the browser has opened."""
    return guesses.guesser_of(request, tags=frozenset(_tags(request)))


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Write into an answer what its request has opened, on a computer of one's own."""
    new = guesses.opened_by(request)
    if not new or visits.on_shared_computer(request):
        return
    tags = list(dict.fromkeys([*new, *_tags(request)]))[:MOST]
    note = signing.dumps(tags, salt=_SALT)
    visits.keep(response, visits.OPENED, note, seconds=int(KEPT.total_seconds()))


def _tags(request: HttpRequest) -> list[str]:
    try:
        tags = signing.loads(request.COOKIES.get(visits.OPENED, ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    return [str(tag) for tag in tags]
