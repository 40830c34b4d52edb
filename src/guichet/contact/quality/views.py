"""Quality: what is drawn of a week, one contact looked over, and what agents say to it."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.contact.auditing.page import see
from guichet.contact.desk.page import reader_of
from guichet.contact.quality import actions, page, queries
from guichet.contact.quality.forms import TOPIC, ReplyForm, ReviewForm
from guichet.contact.quality.models import QualityReview
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers, clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping, pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of


@require_safe
@may("see_supervision")
def quality(request: HttpRequest) -> HttpResponse:
    """Show the contacts that are drawn of a week, and the totals by question."""
    return page.drawn(request)


@keeping.brings_back
@require_http_methods(["GET", "HEAD", "POST"])
@may("see_supervision")
def quality_review(request: HttpRequest, contact: str) -> HttpResponse:
    """Show what was found in a contact; where nothing was yet, a supervisor looks it over."""
    again = keeping.again(request)
    if request.method == "POST" and again is None:
        return _review(request, contact)
    row = _drawn(contact)
    see(request, row)
    form = ReviewForm(again, language=of(request))
    return page.review(request, row, form.unchecked() if again is not None else form)


def _drawn(contact: str) -> Interaction:
    """Return a contact that is drawn to be looked over, or was; there is no page of another."""
    row = get_object_or_404(
        Interaction.objects.select_related("agent"), number=case_numbers.read(contact)
    )
    if not queries.is_drawn(row, today=authority_day(clock.now())) and not queries.review_of(row):
        raise Http404
    return row


@may("supervise")
def _review(request: HttpRequest, contact: str) -> HttpResponse:
    row, form = _drawn(contact), ReviewForm(request.POST, language=of(request))
    if not form.is_valid():
        return page.review(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.review(row.pk, form.answers(), reviewer=reader_of(request).pk, now=clock.now())
    except Obstacle as obstacle:
        return page.review(request, row, form, problem=obstacle.code, status=HTTPStatus.CONFLICT)
    pages.say_next(request, "said.reviewed", topic=TOPIC)
    return _to("staff:quality")


@require_safe
@may("answer")
def own_quality(request: HttpRequest) -> HttpResponse:
    """Show an agent what was found in contacts of theirs, and let them say something to it."""
    return page.own(request)


@require_POST
@may("answer")
def reply_to_review(request: HttpRequest, review: int) -> HttpResponse:
    """Keep what an agent says to what was found in a contact of theirs."""
    agent = reader_of(request).pk
    row = get_object_or_404(QualityReview, pk=review, agent=agent)
    form = ReplyForm(request.POST, language=of(request))
    if not form.is_valid():
        return page.own(request, about=row.pk, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.reply(row.pk, form.cleaned_data["reply"], agent=agent, now=clock.now())
    except Obstacle as obstacle:
        return page.own(
            request, about=row.pk, form=form, problem=obstacle.code, status=HTTPStatus.CONFLICT
        )
    pages.say_next(request, "said.replied", topic=TOPIC)
    return _to("staff:own_quality")


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(address(name, DEFAULT), status=HTTPStatus.SEE_OTHER)
