"""Whom no message could tell of a change by the office: staff call, and tick who was reached."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.booking.forms.interpreting import spoken_by
from guichet.booking.models import CallTask
from guichet.booking.notice.gather import address_lines
from guichet.booking.telling import call_list, called
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.offices.models import Office
from guichet.staff import audit, roles
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

APPOINTMENT, TOPIC = "appointment", "booking_staff"


@require_safe
@may("see_appointments")
def calls(request: HttpRequest) -> HttpResponse:
    """List who waits for a call, the soonest appointment first; each line is a recorded look."""
    waiting = call_list.waiting(now=clock.now())
    tasks = list(waiting[: call_list.SHOWN])
    for task in tasks:
        audit.did(request.user, "seen", APPOINTMENT, task.appointment_id, part="call")
    context = {
        "says": speaker(of(request), TOPIC),
        "calls": [_line(task, language=of(request)) for task in tasks],
        "more": max(0, waiting.count() - len(tasks)),
        "may_tick": roles.has(request.user, "call_clients"),
    }
    return pages.show(request, "booking_staff/calls.html", context)


@require_POST
@may("call_clients")
def reached(request: HttpRequest, call: int) -> HttpResponse:
    """Take somebody off the list; ticked twice, it is ticked once."""
    task = CallTask.objects.filter(pk=call).first()
    if task is None:
        raise Http404
    agent = request.user.pk
    if called.reached(task, by=audit.actor_of(request.user), agent=agent, now=clock.now()):
        audit.did(request.user, "reached", APPOINTMENT, task.appointment_id, about=task.kind)
        pages.say_next(request, "calls.done", topic=TOPIC)
    return HttpResponseRedirect(address("staff:calls", DEFAULT))


def _place(office: Office, language: str) -> list[str]:
    return [*address_lines(office, language=language), *([office.room] if office.room else [])]


def _line(task: CallTask, *, language: str) -> dict[str, object]:
    slot = task.appointment.slot
    names = slot.office.names
    return {
        "pk": task.pk,
        "kind": task.kind,
        "words": called.about(task),
        "name": task.appointment.name,
        "phone": task.appointment.phone,
        "extension": task.appointment.phone_extension,
        "speaks": spoken_by(task.appointment.language, language),
        "place": _place(slot.office, language) if task.kind == CallTask.Kind.PLACE else [],
        "office": names[shown_in(names, language)],
        "starts_at": slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone)),
    }
