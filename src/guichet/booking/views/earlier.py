"""Ask for a place that somebody gives back: without an appointment, or for an earlier time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.booking import queries
from guichet.booking.earlier import actions, telling
from guichet.booking.earlier import queries as entries
from guichet.booking.earlier.messages import TOPIC
from guichet.booking.earlier.rules import Chances, may_get_earlier
from guichet.booking.finding import office_page
from guichet.booking.forms import about
from guichet.booking.forms.client import details_of
from guichet.booking.forms.earlier import AskForm, DaysForm
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.notice.public_state import public_state
from guichet.booking.places import Details
from guichet.booking.sentences import say
from guichet.booking.views.places import at_open_office
from guichet.booking.views.visit import with_appointment
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.guarding import limits, network
from guichet.kernel.guarding.table import WISHES
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office, Service
from guichet.web import visits
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.errors import WAITS, wait
from guichet.web.pages.render import page
from guichet.web.words import speaker, texts


@require_http_methods(["GET", "HEAD", "POST"])
@at_open_office
def ask(request: HttpRequest, office: Office, service: Service) -> HttpResponse:
    """Put somebody without an appointment on the list; the answer is the same at every try."""
    now = clock.now()
    form = _ask_form(request, office, service, now=now)
    if form.is_bound and not switching_language(request) and form.is_valid() and form.details:
        try:
            limits.take(WISHES, network.network_key(request), now=now)
            _ask(request, office, service, form.details, form, now=now)
        except Obstacle as obstacle:
            if obstacle.code in WAITS:
                return wait(request, obstacle)
            add_error(form, obstacle, of(request), otherwise="phone")
        else:
            return go(request, "booking:asked", office=office.pk, service=service.pk)
    context = {"form": form, "here": request.path, "own_at": None}
    context |= place_of(office, service, of(request))
    return answer(request, "ask", context, 422 if form.errors else 200)


def _ask(
    request: HttpRequest,
    office: Office,
    service: Service,
    details: Details,
    form: AskForm | DaysForm,
    *,
    now: datetime,
    own: Appointment | None = None,
) -> str:
    """Put somebody on the list, and return the name of their entry."""
    entry = actions.ask(
        details, form.wish, office=office, service=service, language=of(request), now=now, own=own
    )
    return tokens.entry_token(entry.pk)


def _ask_form(request: HttpRequest, office: Office, service: Service, *, now: datetime) -> AskForm:
    form = AskForm(
        request.POST if request.method == "POST" else None,
        regions=queries.phone_regions(office),
        language=of(request),
        today=today_at(office, now=now),
        chances=entries.chances(office, service.pk, own=None, now=now),
    )
    if switching_language(request):
        form.unchecked()
    return form


@require_safe
@at_open_office
def asked(request: HttpRequest, office: Office, service: Service) -> HttpResponse:
    """Say that the link to the entry is on its way."""
    return answer(request, "asked", place_of(office, service, of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@with_appointment
def earlier(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Put whoever has an appointment on the list for an earlier time, or show their entry."""
    entry, details = entries.entry_beside(appointment), details_of(appointment)
    if entry:
        return go(request, "booking:entry", token=tokens.entry_token(entry.pk))
    if details is None or not may_ask(appointment, now=now):
        return go(request, "booking:notice")
    office, service = appointment.slot.office, appointment.slot.service
    chances = entries.chances(office, service.pk, own=appointment, now=now)
    form = days_form(request, office, chances, now=now)
    if form.is_bound and not switching_language(request) and form.is_valid():
        try:
            token = _ask(request, office, service, details, form, now=now, own=appointment)
            return go(request, "booking:entry", token=token)
        except Obstacle as obstacle:
            add_error(form, obstacle, of(request))
    return _earlier_page(request, appointment, form)


def _earlier_page(request: HttpRequest, appointment: Appointment, form: DaysForm) -> HttpResponse:
    office = appointment.slot.office
    context = {
        "form": form,
        "here": request.path,
        "about": about.fields(about.EARLIER, appointment),
        "own_at": appointment.slot.starts_at.astimezone(ZoneInfo(office.time_zone)),
        **place_of(office, appointment.slot.service, of(request)),
    }
    return answer(request, "ask", context, 422 if form.errors else 200)


def may_ask(appointment: Appointment, *, now: datetime) -> bool:
    """Tell whether whoever has an appointment may wait for an earlier one, and be told of it."""
    details, slot = details_of(appointment), appointment.slot
    return bool(
        details
        and telling.can_be_told(details)
        and public_state(appointment, now=now).may_change
        and may_get_earlier(slot.starts_at, now=now, zone=ZoneInfo(slot.office.time_zone))
    )


def days_form(
    request: HttpRequest,
    office: Office,
    chances: Chances,
    *,
    now: datetime,
    initial: dict[str, object] | None = None,
) -> DaysForm:
    """Return the form about days, as it was sent or as it is shown first."""
    form = DaysForm(
        request.POST if "weekdays" in request.POST or "lead" in request.POST else None,
        initial=initial,
        language=of(request),
        today=today_at(office, now=now),
        chances=chances,
    )
    if switching_language(request):
        form.unchecked()
    return form


def today_at(office: Office, *, now: datetime) -> date:
    """Return the day at an office."""
    return now.astimezone(ZoneInfo(office.time_zone)).date()


def place_of(office: Office, service: Service, language: str) -> dict[str, object]:
    """Return the names of an office and a service for a page."""
    return {
        "office": office,
        "office_name": office_page.name_in(office.names, language),
        "service": office_page.card_of(service, language),
        "service_code": service.pk,
    }


def answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """Show a page of the list in the words of its topic, and let no other computer keep it."""
    language = of(request)
    response = page(
        request,
        f"earlier/{template}.html",
        {**context, "speak": speaker(language, TOPIC)},
        status,
        complete=texts(TOPIC).languages(),
    )
    visits.make_private(response)
    return response


def add_error(
    form: AskForm | DaysForm, obstacle: Obstacle, language: str, *, otherwise: str | None = None
) -> None:
    """Say what stands in the way beside the field that it names."""
    field = obstacle.facts.get("field", otherwise)
    form.add_error(str(field) if field else None, why_not(obstacle, language))


def why_not(obstacle: Obstacle, language: str) -> str:
    """Return the sentence of what stands in the way; the list has its own for some."""
    key = f"over.{obstacle.code.removeprefix('offer_')}"
    if key in texts(TOPIC):
        return str(speaker(language, TOPIC)(key))
    return say(obstacle.code, language)
