"""Forgot, mistaken, changed: what to put right, what becomes of it, and that it was done."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import states
from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go
from guichet.applications.access.whose import with_application
from guichet.applications.apply.beginning import begin_from_page
from guichet.applications.changes import actions, change_page, officer_words, proposal
from guichet.applications.changes.pages import show
from guichet.applications.changes.proposal import Proposal
from guichet.applications.form import mailbox, typed
from guichet.applications.models import Application
from guichet.applications.status.pages import shown_reasons
from guichet.eligibility.programme import written_language
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.web.forms.base import switching_language
from guichet.web.languages import of


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def change(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Lead from what happened to the fields, to what becomes of them, and to doing it."""
    switches, query = switching_language(request), request.POST or request.GET
    wish = proposal.read(request, application, now=now)
    if application.state in states.UNSENT:
        return show(request, "edit", {"state": application.state})
    if wish.why is None:
        return show(request, "doors", {})
    if not wish.keys or (switches and "choosing" in query):
        return _choose(request, wish, empty="choosing" in query and not switches)
    if not typed.keys_asked(request.POST) or request.POST.get("do") == "edit":
        return _type(request, wish)
    if switches:
        return _consequences(request, wish) if "as_of" in query else _type(request, wish)
    return _judged(request, wish, now=now)


def _judged(request: HttpRequest, wish: Proposal, *, now: datetime) -> HttpResponse:
    """Say what is wrong or missing; otherwise what becomes of it, or do it."""
    if wish.errors or wish.words_fault:
        return _type(request, wish, faults=True, status=422)
    if more := proposal.follow_ups(wish, now=now):
        return _type(request, proposal.with_more(wish, more), note="more")
    if not wish.changes and not (wish.wants_words and wish.words):
        return _type(request, wish, note="nothing", status=422)
    if any(mailbox.pending_choice(request.POST, key) for key in wish.slips):
        return _type(request, wish, faults=True, status=422)
    if "as_of" not in request.POST:
        return _consequences(request, wish)
    if request.POST["as_of"] != wish.as_of:
        return _consequences(request, wish, moved=True)
    if request.POST.get("do") not in ("confirm", "rest", "new"):
        return _consequences(request, wish)
    if request.POST.get("do") == "new":
        return _begin_anew(request, wish, now=now)
    return _do(request, wish, now=now)


def _do(request: HttpRequest, wish: Proposal, *, now: datetime) -> HttpResponse:
    assert wish.why is not None
    changes = wish.rest if request.POST["do"] == "rest" else wish.changes
    words = officer_words.to_officer(wish)
    if not changes and not words:
        return _consequences(request, wish)
    try:
        actions.put_right(wish.application.pk, why=wish.why, changes=changes, words=words, now=now)
    except Obstacle:
        return _consequences(request, wish, moved=True)
    return go(request, "changed", query="done")


def _begin_anew(request: HttpRequest, wish: Proposal, *, now: datetime) -> HttpResponse:
    return begin_from_page(
        request,
        lambda: actions.start_again(
            wish.application.pk,
            wish.changes,
            language=of(request),
            network=network_key(request),
            once=request.POST.get("once", ""),
            drafts=visit_of(request, now=now).applications(),
            now=now,
        ),
        now=now,
    )


def _choose(request: HttpRequest, wish: Proposal, *, empty: bool) -> HttpResponse:
    language = written_language(request)
    context = change_page.choosing(wish, language, empty=empty)
    return show(request, "choose", context, 422 if empty else 200)


def _type(
    request: HttpRequest, wish: Proposal, *, faults: bool = False, note: str = "", status: int = 200
) -> HttpResponse:
    language = written_language(request)
    return show(
        request, "inputs", change_page.typing(wish, language, faults=faults, note=note), status
    )


def _consequences(request: HttpRequest, wish: Proposal, *, moved: bool = False) -> HttpResponse:
    context = change_page.consequences(
        wish, typed.hidden_fields(request.POST), written_language(request), moved=moved
    )
    return show(request, "consequences", context, 409 if moved else 200)


@require_safe
@with_application
def changed(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show all that was put right: when, what it said before, and what waits for an officer."""
    del now
    language, zone = written_language(request), authority_zone()
    history = change_page.history(application, language)
    offers = application.requests.filter(kind=actions.OFFERED)
    context = {
        "done": "done" in request.GET,
        "letter": "done" in request.GET and bool(history),
        "history": [
            (entry, entry.at.astimezone(zone), pairs, shown_reasons(entry.reasons))
            for entry, pairs in history
        ],
        "offers": [(offer, offer.asked_at.astimezone(zone)) for offer in offers.order_by("-pk")],
        "zone": application.saved_at.astimezone(zone) if history or offers else None,
        "email_pending": application.email_pending,
    }
    return show(request, "changed", context)
