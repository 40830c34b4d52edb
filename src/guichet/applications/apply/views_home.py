"""The first page of the authorization."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.eligibility.pages import show_public
from guichet.eligibility.programme import written_language
from guichet.films.table import TOPIC as FILMS
from guichet.web.words import speaker


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what an authorization is, what it costs and where; show the way to the questions."""
    topics = ("enquiries", "changes", "guidance", FILMS)
    titles = {topic: speaker(written_language(request), topic) for topic in topics}
    return show_public(request, "applications/apply/home", titles)
