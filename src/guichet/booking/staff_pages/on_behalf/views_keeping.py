"""Places that are kept: longer, once more, or no longer; and the notices once they are booked."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from guichet.booking.keys import tokens
from guichet.booking.notice import printing
from guichet.booking.notice.gather import notice_of
from guichet.booking.on_behalf import actions
from guichet.booking.staff_pages.on_behalf.forms import TOPIC
from guichet.booking.staff_pages.on_behalf.frame import (
    BOOK_FOR,
    to_desk,
    to_party,
    to_token,
    with_party,
)
from guichet.booking.staff_pages.on_behalf.page import Party
from guichet.booking.staff_pages.on_behalf.views_party import is_mine, over
from guichet.kernel.obstacles import Obstacle
from guichet.post import file_names
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.staff.frame.pages import say_next
from guichet.web import visits
from guichet.web.languages import of
from guichet.web.words import speaker


@require_POST
@may_at(BOOK_FOR)
@with_party
def party_longer(request: HttpRequest, party: Party) -> HttpResponse:
    """Keep the places longer, once."""
    actions.keep_longer([claim.pk for claim in party.claims], now=party.now)
    return to_party(party)


@require_POST
@may_at(BOOK_FOR)
@with_party
def party_again(request: HttpRequest, party: Party) -> HttpResponse:
    """Keep the same times once more after they were over; what was typed comes along."""
    if party.is_booked or party.is_kept:
        return to_party(party)
    try:
        claims = actions.keep_again(party.claims, actor=audit.actor_of(request.user), now=party.now)
    except Obstacle as obstacle:
        return over(request, party, speaker(of(request), TOPIC)(f"problem.{obstacle.code}"))
    return to_token(party.office, tokens.party_token(claims))


@require_POST
@may_at(BOOK_FOR)
@with_party
def party_drop(request: HttpRequest, party: Party) -> HttpResponse:
    """Give the places back, and forget what was typed."""
    if party.is_booked:  # the button was pressed on an old page
        return to_party(party)
    actions.drop(party.claims, now=party.now)
    say_next(request, "said.dropped", topic=TOPIC)
    return to_desk(party.office)


@require_safe
@may_at(BOOK_FOR)
@with_party
def party_notices(request: HttpRequest, party: Party) -> HttpResponse:
    """Answer the notices of everybody as one file to print, each in the language of its person."""
    if not (party.is_booked and is_mine(request, party)):
        return to_desk(party.office)
    for claim in party.claims:
        audit.did(request.user, "print_notice", "appointment", claim.pk)
    notices = [notice_of(claim, tokens.pin_of(claim)) for claim in party.claims]
    response = HttpResponse(printing.pdf_set(notices), content_type="application/pdf")
    name = f"{file_names.appointment(of(request))}.pdf"
    response["Content-Disposition"] = file_names.kept_as(name, is_shown=True)
    visits.make_private(response)
    return response
