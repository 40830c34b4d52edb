"""Ask the service: why it takes so long, with one press; or anything, with the case attached."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go
from guichet.applications.enquiries import actions, ask_page
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.enquiries.pages import show
from guichet.applications.form import mailbox, typed
from guichet.applications.form.readers import SLIP
from guichet.applications.models import Application, Enquiry
from guichet.kernel import clock, references
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes, typed_text
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.errors import wait

SEEN_FOR = 3600  # seconds in which the page of an enquiry without a case can be loaded again
_SALT = "guichet.applications.enquiries"
TEXTS = ("kind", "about", "words", "reply_to", "reference", "once")


@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Take a question: with the application that the page was about, or without one."""
    now = clock.now()
    if request.method == "POST":
        has_case = marks.FIELD in request.POST or "case" in request.POST
    else:
        has_case = bool(handle or "case" in request.GET or visit_of(request, now=now).openings)
    if has_case:
        return _with_case(request, handle=handle)
    return _answer(request, None, now=now)


@with_typed_kept
def _with_case(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    return _answer(request, application, now=now)


def _answer(
    request: HttpRequest, application: Application | None, *, now: datetime
) -> HttpResponse:
    if request.method != "POST" or switching_language(request):
        if last_enquiry := _last_enquiry(request, application):
            return _enquiry_page(request, last_enquiry)
        return _page(request, application, now=now)
    about = application.pk if application else None
    try:
        question = _question(request, _typed(request))
        enquiry = actions.ask(question, application=about, network=network_key(request), now=now)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        errors = obstacle.facts.get("errors")
        faults = {str(key): str(code) for key, code in errors.items()} if errors else {}  # type: ignore[attr-defined]
        return _page(request, application, now=now, errors=faults)
    return go(request, "enquire", query=f"asked={signing.dumps(enquiry.pk, salt=_SALT)}")


def _page(
    request: HttpRequest,
    application: Application | None,
    *,
    now: datetime,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    fields = _typed(request)
    fields["once"] = fields["once"] or secrets.token_urlsafe(32)
    context = ask_page.context(request, application, fields, errors or {}, now=now)
    return show(request, "ask", context, 422 if errors is not None else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed; kind, trouble and reference may come with the address."""
    source = request.POST if request.method == "POST" else request.GET
    names = {"about": "trouble"} if request.method == "POST" else {}
    fields = {
        key: _reader(key)(source.get(names.get(key, key), ""))[: typed.LONGEST] for key in TEXTS
    }
    fields["reply_to"] = mailbox.read(source, "reply_to")
    texts = {key: str(value) for key, value in typed.keepable(fields).items()}
    if request.method != "POST":
        texts |= {"once": "", "words": "", "reply_to": ""}
        texts["kind"] = "trouble" if texts.get("about") or texts.get("reference") else ""
    return {key: texts.get(key, "") for key in TEXTS}


def _reader(key: str) -> Callable[[str], str]:
    return typed_text.free if key == "words" else typed_text.plain


def _question(request: HttpRequest, fields: Mapping[str, str]) -> EnquiryQuestion:
    """Return the question; an address or a reference that is none is told by an Obstacle."""
    reference = references.read_number(fields["reference"])
    return EnquiryQuestion(
        kind=fields["kind"],
        language=of(request),
        about=fields["about"] if fields["kind"] == "trouble" else "",
        words=fields["words"],
        references=(reference,) if reference else (),
        reply_to=_address(request, fields, reference=reference),
        once=fields["once"][:43] or None,
    )


def _address(request: HttpRequest, fields: Mapping[str, str], *, reference: str) -> str:
    """Return where the answer goes; or raise Obstacle for it, and for what is no reference."""
    errors: dict[str, str] = {}
    if fields["reference"] and not references.is_error_reference(reference):
        errors["reference"] = "malformed"
    address = fields["reply_to"]
    try:
        address = mailboxes.read(address) if address else ""
    except Obstacle as obstacle:
        errors["reply_to"] = obstacle.code
    if mailbox.pending_choice(request.POST, "reply_to"):
        errors.setdefault("reply_to", SLIP)
    if errors:
        raise Obstacle("invalid", errors=errors)
    return address


def _last_enquiry(request: HttpRequest, application: Application | None) -> Enquiry | None:
    """Return the enquiry this browser has just sent; its address is signed and soon over."""
    try:
        pk = signing.loads(request.GET.get("asked", ""), salt=_SALT, max_age=SEEN_FOR)
    except signing.BadSignature:
        return None
    enquiry = Enquiry.objects.filter(pk=pk).first()
    owner = application.pk if application else None
    return enquiry if enquiry and enquiry.application_id == owner else None


def _enquiry_page(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    facts = ask_page.facts_of(enquiry)
    return show(request, "asked", {**facts, "number_of_enquiry": facts["number"]})
