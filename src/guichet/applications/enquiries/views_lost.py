"""A lost number or PIN: what is known goes to the address on file, and the page never tells."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications.access.pages import go
from guichet.applications.enquiries.lost import Owner, send_numbers
from guichet.applications.enquiries.pages import show
from guichet.applications.form import typed
from guichet.applications.form.questions import options_of, words
from guichet.applications.form.readers import Field
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import switching_language, typed_line
from guichet.web.pages.errors import wait

BORN = "birth_date"
FIELDS = ("passport_number", "issuer", BORN)
_ISSUER = Field("issuer", "issuer", "", "")


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for what stands in the passport; the answer is the same to everybody."""
    if request.method != "POST" or switching_language(request):
        return show(request, "lost_sent", {}) if "sent" in request.GET else _form(request)
    owner = _owner(request)
    if not isinstance(owner, Owner):
        return _form(request, errors=owner)
    try:
        send_numbers(owner, networks=ladder_of(request), now=clock.now())
    except Obstacle as flood:
        return wait(request, flood)
    return go(request, "lost", query="sent")


def _owner(request: HttpRequest) -> Owner | dict[str, str]:
    """Return who was described, or what is missing or wrong: a code by field."""
    number, issuer = typed_line(request, "passport_number"), typed_line(request, "issuer")
    born = typed.read_day(request.POST, BORN)
    values = {"passport_number": number, "issuer": issuer, BORN: born}
    errors = {key: "required" for key, value in values.items() if not value}
    try:
        day = typed.first_day(born)
    except Obstacle as obstacle:
        return {BORN: obstacle.code} | errors
    return errors or Owner(passport_number=number, issuer=issuer, born_on=day)


def _form(request: HttpRequest, *, errors: Mapping[str, str] | None = None) -> HttpResponse:
    language, codes = written_language(request), errors or {}
    options, others = options_of(_ISSUER, language)
    labels = {key: words().help(key, language).label for key in ("passport_number", BORN)}
    context = {
        "number": typed_line(request, "passport_number"),
        "issuer": typed_line(request, "issuer"),
        "born": typed.day_of(typed.read_day(request.POST, BORN)),
        "labels": labels,
        "options": options,
        "others": others,
        "errors": {key: words().error(codes[key], language) for key in FIELDS if key in codes},
    }
    return show(request, "lost", context, 422 if errors else 200)
