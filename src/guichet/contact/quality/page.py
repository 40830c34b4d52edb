"""What the pages of quality show: the draw of a week, one contact, and an agent's own results."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from guichet.contact.desk.forms import TOPIC as DESK
from guichet.contact.desk.page import reader_of
from guichet.contact.quality import queries, rules
from guichet.contact.quality.forms import TOPIC, ReplyForm, ReviewForm
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers, clock
from guichet.kernel.reading import typed_text
from guichet.kernel.reading.days import authority_day
from guichet.staff import roles
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment
from guichet.web.languages import of
from guichet.web.words import speaker

MOST = 100
LONGEST = 40  # of a week, with the marks that a message puts around it


def drawn(request: HttpRequest) -> HttpResponse:
    """Show what is drawn of the week in the address, else of the last whole one; and totals."""
    today = authority_day(clock.now())
    week = typed_text.plain(request.GET.get("week", "")[:LONGEST]).upper() or rules.last_whole(
        today
    )
    context = {
        "week": week,
        "is_week": rules.days_of(week, today=today) is not None,
        "last_whole": rules.last_whole(today),
        "contacts": queries.drawn(week, today=today),
        "totals": queries.totals(),
        "verdicts": rules.VERDICTS,
    }
    return _show(request, "quality", context)


def review(
    request: HttpRequest,
    contact: Interaction,
    form: ReviewForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show one contact that is drawn: what was found, or what is to be filled in."""
    context = {
        "contact": contact,
        "review": queries.review_of(contact),
        "form": form,
        "questions": rules.QUESTIONS,
        "reviews": roles.has(request.user, "supervise")
        and contact.agent_id != reader_of(request).pk,
        "problem": problem,
    }
    return _show(request, "review", context, status)


def own(
    request: HttpRequest,
    *,
    about: int = 0,
    form: ReplyForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an agent what was found; the form that was sent stands where it was filled in."""
    reviews = [
        (row, form if form and row.pk == about else _form_of(row.pk, of(request)))
        for row in queries.of_agent(reader_of(request).pk)[:MOST]
    ]
    context = {"reviews": reviews, "about": about, "problem": problem}
    return _show(request, "own", context, status)


def _form_of(review: int, language: str) -> ReplyForm:
    return ReplyForm(language=language, auto_id=f"reply-{review}-%s")


def _show(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    language = of(request)
    sentences = {
        "says": speaker(language, TOPIC),
        "says_desk": speaker(language, DESK),
        "at_moment": lambda at: moment(at, language),
        "number_of": case_numbers.for_people,
    }
    return pages.show(request, f"{TOPIC}/{template}.html", {**sentences, **context}, status)
