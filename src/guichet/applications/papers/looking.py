"""The page that says that a paper is being looked at, and leads on by itself once that is done.

It holds nothing that could be typed, so that it may come back by itself, without script as well.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from guichet.applications.models import Application, DocumentRequest, Paper
from guichet.applications.papers import answering, pages, scanner

EVERY = 5  # seconds until it comes back
# No longer: a page that comes back keeps the visit open, on a shared computer as well.
COMES_BACK_FOR = timedelta(minutes=5)
STILL = "still"  # in the address of who wants to read undisturbed
SAID = {"ready": "added", "waiting": "waits", "refused": "refused"}


def answer(
    request: HttpRequest, application: Application, paper: Paper, *, now: datetime
) -> HttpResponse:
    """Show that a paper is being looked at, or lead to what became of it."""
    question = _open_question(paper)
    if not _is_being_looked_at(paper):
        return answering.again(request, question, SAID.get(paper.state, ""))
    takes_long = now - paper.added_at > COMES_BACK_FOR
    context = {
        "paper": paper,
        "back": answering.page_of(request, question),
        "takes_long": takes_long,
        "every": 0 if takes_long or STILL in request.GET else EVERY,
    }
    return pages.show(request, application, "looking", context)


def _is_being_looked_at(paper: Paper) -> bool:
    """Tell whether the worker has yet to come to a paper; once it has tried, that is told."""
    return paper.state == "waiting" and paper.scanned_at is None and scanner.is_on()


def _open_question(paper: Paper) -> DocumentRequest | None:
    question = paper.request
    return None if question is None or question.dropped_at else question
