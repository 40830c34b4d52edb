"""Contacts that wait to be taken over: the queue of the national centre, and taking one."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.contact.desk.page import reader_of
from guichet.contact.tiers import actions, page
from guichet.contact.tiers.words import TOPIC
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


@require_safe
@may("see_contacts")
def handed_over(request: HttpRequest) -> HttpResponse:
    """List the contacts that wait to be taken over, by language, the longest wait first."""
    return page.queue(request)


@require_POST
@may("open_by_proof")
def take_over(request: HttpRequest, hand_over: int) -> HttpResponse:
    """Take a contact over: it is this agent's, and goes on where it was."""
    try:
        contact = actions.take_over(hand_over, agent=reader_of(request).pk, now=clock.now())
    except Obstacle as obstacle:
        return page.queue(request, problem=obstacle.code, status=HTTPStatus.CONFLICT)
    pages.say_next(request, "said.taken_over", topic=TOPIC)
    return HttpResponseRedirect(
        address("staff:contact", DEFAULT, contact=contact.number), status=HTTPStatus.SEE_OTHER
    )
