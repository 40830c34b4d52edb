"""Come back with number and PIN: see, print, move, cancel."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from guichet.booking import actions, queries
from guichet.booking.clients import coming_back
from guichet.booking.forms import about
from guichet.booking.forms.manage import SignInForm
from guichet.booking.guarding import prices
from guichet.booking.models import Appointment, Slot
from guichet.booking.notice import page as notice_page
from guichet.booking.notice import render
from guichet.booking.notice.public_state import public_state
from guichet.booking.sentences import PROGRAMME, say
from guichet.booking.telling import channels, following
from guichet.booking.views import earlier, elsewhere, proof, times
from guichet.booking.views.visit import open_appointment, open_for, shown_notice, with_appointment
from guichet.booking.views.ways import go
from guichet.interactions import queries as of_contacts
from guichet.interactions import told
from guichet.kernel import clock
from guichet.kernel.enciphering import pins
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.obstacles import Obstacle
from guichet.post import file_names
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.contacts import PhoneLine, contact_of
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.errors import WAITS, wait
from guichet.web.pages.render import page
from guichet.web.wire.opened_before import guesser_of
from guichet.web.words import speaker

DIGITS = 19  # a longer number is in no table


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """Open an appointment with number and PIN; nothing else happens here."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if switching_language(request):
        form.unchecked()
    elif form.is_bound and form.is_valid():
        response = _signed_in(request, form)
        if response is not None:
            return response
    context = {
        "form": form,
        "is_opened": open_appointment(request, now=clock.now()) is not None,
        "hidden": elsewhere.deed_of(request),
        "pins_ended": pins.ended_on(),
        "to_move": elsewhere.goes_to_move(request),
    }
    return page(request, "booking/manage.html", context, 422 if form.errors else 200)


def _signed_in(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    """Return the page to go to, or how long to wait; None where the form says what is wrong."""
    now, keys = clock.now(), (form.cleaned_data["number"], form.cleaned_data["pin"])
    try:
        appointment = coming_back.sign_in(*keys, guesser=guesser_of(request), now=now)
    except Obstacle as obstacle:
        if obstacle.code in WAITS:
            return wait(request, obstacle)
        field = "number" if obstacle.code == "mistyped_number" else None
        form.add_error(field, say(obstacle.code, of(request)))
        return None
    destination = elsewhere.page_of_deed(request, appointment)
    return open_for(request, appointment, now=now, destination=destination)


@require_safe
def from_text(request: HttpRequest) -> HttpResponse:
    """Lead from the short address in a text message to the page that asks number and PIN."""
    return go(request, "booking:manage")


@require_safe
@with_appointment
def notice(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Show the notice; a cancelled appointment says so instead."""
    notice_shown = notice_page.page_of(shown_notice(request, appointment))
    context: dict[str, object] = {
        "help_line": _help_line(appointment, of(request)),
        "appointment": appointment,
        "shown": notice_shown,
        "done": next((word for word in ("booked", "moved", "found") if word in request.GET), ""),
        "may_change": _may_change(appointment, now=now),
        "may_wait": not appointment.slot.closed and earlier.may_ask(appointment, now=now),
        "times_url": _times_url(appointment, of(request)),
        "about": about.query(appointment),
        "contacts_title": speaker(of(request), told.TOPIC)("title"),
        "is_mailed": _is_mailed(request, appointment),
        "ticket": following.ticket_of(appointment, of(request), now=now),
        "email": Markup('<bdi dir="ltr">{}</bdi>').format(appointment.email),
    }
    if not notice_shown.notice.cancelled:
        return page(request, "booking/notice.html", context)
    context["interview"] = following.interview_at(appointment, now=now)
    return page(request, "booking/cancelled.html", context)


def _help_line(appointment: Appointment, language: str) -> PhoneLine | None:
    """Return the line that can be called from where the office is; None where there is none."""
    contact = contact_of(PROGRAMME.name, language)
    return next(iter(contact.callable_from(appointment.slot.office.country)), None)


def _times_url(appointment: Appointment, language: str) -> str:
    place = {"office": appointment.slot.office_id, "service": appointment.service_id}
    return address("booking:times", language, **place)


def _is_mailed(request: HttpRequest, appointment: Appointment) -> bool:
    """Tell whether the notice goes out by mail: an address gets only so many a day."""
    kind = "appointment_moved" if "moved" in request.GET else "appointment_confirmed"
    return bool(appointment.email) and channels.is_confirming(appointment, kind)


@require_safe
@with_appointment
def contacts(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """List what was said about an appointment and promised, the newest first; nothing internal."""
    contacts_told = of_contacts.as_told([("appointment", str(appointment.confirmation_number))])
    context = {
        "rows": [told.row(contact) for contact in contacts_told],
        "history": speaker(of(request), told.TOPIC),
        "about": about.query(appointment),
    }
    response = page(request, "booking/contacts.html", context)
    visits.make_private(response)
    return response


@require_safe
@with_appointment
def notice_pdf(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Answer the notice to print, in the language of the page."""
    notice = shown_notice(request, appointment)
    return _file(render.pdf(notice), "application/pdf", of=notice.language, ending="pdf")


@require_safe
@with_appointment
def notice_ics(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Answer the appointment for a calendar."""
    sequence = queries.changes_of(appointment)
    notice = shown_notice(request, appointment)
    content = render.ics(notice, now=now, sequence=sequence)
    return _file(content, "text/calendar; charset=utf-8", of=notice.language, ending="ics")


def _file(content: bytes, content_type: str, *, of: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = file_names.kept_as(f"{file_names.appointment(of)}.{ending}")
    visits.make_private(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_appointment
def move(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Choose another time for the same; the number stays, and the old time is kept until then."""
    if not _may_change(appointment, now=now):
        return go(request, "booking:notice")
    if request.method == "POST" and not switching_language(request):
        return _move(request, appointment, now=now)
    slot = _slot(appointment, request.GET.get("slot", ""))
    if slot is None:
        return _times_page(request, appointment)
    return _confirm_move(request, appointment, slot)


def _confirm_move(
    request: HttpRequest, appointment: Appointment, slot: Slot, *, changed: bool = False
) -> HttpResponse:
    zone = ZoneInfo(slot.office.time_zone)
    context = {
        "about": about.fields(about.MOVE, appointment),
        "changed": changed,
        "shown": notice_page.page_of(shown_notice(request, appointment)),
        "slot": slot,
        "starts_at": slot.starts_at.astimezone(zone),
        "back_url": f"{address('booking:move', of(request))}?day={slot.local_day}"
        f"&{about.query(appointment)}",
        "notice_url": f"{address('booking:notice', of(request))}?{about.query(appointment)}",
    }
    return page(request, "booking/move_confirm.html", context, 409 if changed else 200)


def _move(request: HttpRequest, appointment: Appointment, *, now: datetime) -> HttpResponse:
    number = request.POST.get("slot", "")
    if number == str(appointment.slot_id):  # The button was pressed twice.
        return go(request, "booking:notice", query="moved")
    slot = _slot(appointment, number)
    if slot is None:
        raise Http404
    if not about.is_as_seen(request, about.MOVE, appointment):
        return _confirm_move(request, appointment, slot, changed=True)
    try:
        _pay_and_move(request, appointment, slot, now=now)
    except Obstacle as obstacle:
        if obstacle.code == prices.NEEDED:
            return proof.ask(request, obstacle, now=now)
        if obstacle.code in {"slot_full", "slot_closed"}:
            return _times_page(request, appointment, full=slot)
        return go(request, "booking:notice")
    return go(request, "booking:notice", query="moved")


def _pay_and_move(
    request: HttpRequest, appointment: Appointment, slot: Slot, *, now: datetime
) -> None:
    networks = ladder_of(request)
    prices.paying(
        request,
        lambda proof: actions.move(appointment, slot.pk, now=now, networks=networks, proof=proof),
    )


def _times_page(
    request: HttpRequest, appointment: Appointment, *, full: Slot | None = None
) -> HttpResponse:
    slot = full or appointment.slot
    day = times.read_day(request.GET.get("day", ""))
    day_shown = slot.local_day if full else day
    table = times.table_of(slot.office, slot.service, day=day_shown, without=appointment.slot_id)
    context = {
        "shown": notice_page.page_of(shown_notice(request, appointment)),
        "table": table,
        "nearest": times.nearest(slot) if full else None,
        "about": {marks.FIELD: marks.mark(about.SEE, appointment)},
        "notice_url": f"{address('booking:notice', of(request))}?{about.query(appointment)}",
        "day_url": f"{address('booking:move', of(request))}?{about.query(appointment)}&day=",
    }
    return page(request, "booking/move.html", context, 409 if full else 200)


def _slot(appointment: Appointment, number: str) -> Slot | None:
    """Return the slot that was chosen, if it is for the same service at the same office."""
    if not (number.isascii() and number.isdigit() and len(number) < DIGITS):
        return None
    same = queries.released_slots(now=clock.now()).filter(
        office=appointment.slot.office_id, service=appointment.service_id
    )
    return same.filter(pk=int(number)).exclude(pk=appointment.slot_id).first()


@require_http_methods(["GET", "HEAD", "POST"])
@with_appointment
def cancel(request: HttpRequest, appointment: Appointment, now: datetime) -> HttpResponse:
    """Ask first; give the place back only when the button is pressed."""
    if not _may_change(appointment, now=now):
        return go(request, "booking:notice")
    changed = False
    if request.method == "POST" and not switching_language(request):
        changed = not about.is_as_seen(request, about.CANCEL, appointment)
        if not changed:
            with suppress(Obstacle):  # the notice says what stands in the way
                actions.cancel(appointment, now=now)
            return go(request, "booking:notice")
    context = {
        "about": about.fields(about.CANCEL, appointment),
        "changed": changed,
        "query": about.query(appointment),
        "interview": following.interview_at(appointment, now=now),
        "shown": notice_page.page_of(shown_notice(request, appointment)),
    }
    return page(request, "booking/cancel.html", context, 409 if changed else 200)


def _may_change(appointment: Appointment, *, now: datetime) -> bool:
    return public_state(appointment, now=now).may_change
