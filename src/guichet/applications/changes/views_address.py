"""A new e-mail address: a code goes there, and only with the code do the letters follow."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications import states
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go, isolated, masked, show
from guichet.applications.changes import addresses, corrections, rules
from guichet.applications.form import mailbox, typed
from guichet.applications.form.questions import hint, words
from guichet.applications.form.readers import SLIP
from guichet.applications.letters.names import TOPIC
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import switching_language
from guichet.web.pages.errors import WAITS, wait
from guichet.web.wire.opened_before import guesser_of
from guichet.web.words import speaker

OUTCOMES = ("changed", "kept", "same", "again")
DOES = ("send", "confirm", "again", "cancel")


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def new_address(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Ask for the new address, then for the code that was sent to it."""
    does = request.POST.get("does", "")
    if request.method != "POST" or switching_language(request) or does not in DOES:
        return _page(request, application)
    try:
        outcome = _do(request, application, does, now=now)
    except Obstacle as obstacle:
        if obstacle.code in WAITS:
            return wait(request, obstacle)
        return _page(request, application, obstacle)
    return go(request, "new_address", query=outcome)


def _do(request: HttpRequest, application: Application, does: str, *, now: datetime) -> str:
    """Do what was pressed; return what the page says next."""
    if does == "send":
        if mailbox.pending_choice(request.POST, "email"):
            raise Obstacle("invalid", errors={"email": SLIP})
        return addresses.ask_for_address(
            application.pk, mailbox.read(request.POST, "email"), now=now
        )
    if does == "again":
        return addresses.send_code_again(application.pk, now=now)
    if does == "cancel":
        return addresses.keep_address(application.pk, now=now)
    code, guesser = _typed(request, "code"), guesser_of(request)
    corrections.confirm_email(application.pk, code, guesser=guesser, now=now)
    return "changed"


def _typed(request: HttpRequest, name: str) -> str:
    text = typed_text.plain(request.POST.get(name, ""))[: typed.LONGEST]
    return str(typed.keepable({name: text}).get(name, ""))


def _page(
    request: HttpRequest, application: Application, obstacle: Obstacle | None = None
) -> HttpResponse:
    application.refresh_from_db()
    context = {
        "to": masked(application.email) if application.email else "",
        "pending": isolated(application.email_pending) if application.email_pending else "",
        "email": _typed(request, "email"),
        "code": _typed(request, "code"),
        "error": _error(request, obstacle),
        "which": mailbox.slip(_typed(request, "email")) if _code(obstacle) == SLIP else None,
        "outcome": next((outcome for outcome in OUTCOMES if outcome in request.GET), ""),
        "way": _way(application),
    }
    return show(request, "changes/address", context, 422 if obstacle else 200, topic=TOPIC)


def _way(application: Application) -> str:
    """Return how this address is changed: proven here, in the form, or not any more."""
    if application.state in states.UNSENT:
        return "form"
    over = application.state in ("withdrawn", "abandoned")
    route = rules.correction_route("email", state=application.state, valid=not over)
    return "closed" if over or route.kind != "verify" else "prove"


def _code(obstacle: Obstacle | None) -> str:
    """Return what is wrong with the address; nothing where something else stands in the way."""
    errors = obstacle.facts.get("errors") if obstacle else None
    return str(errors.get("email", "")) if isinstance(errors, Mapping) else ""


def _error(request: HttpRequest, obstacle: Obstacle | None) -> str:
    """Return the sentence for what stood in the way."""
    if obstacle is None:
        return ""
    if code := _code(obstacle):
        language = written_language(request)
        return hint(code, language) if code == SLIP else words().error(code, language)
    sentences = {
        "wrong_code": "address.wrong",
        "code_is_over": "address.over",
    }
    tell = speaker(written_language(request), "enquiries")
    return tell(sentences.get(obstacle.code, "address.closed"))
