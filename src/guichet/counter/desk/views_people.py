"""One person's appointment, on whichever day: another time, none any more, the notice again."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from guichet.booking import queries as appointments
from guichet.booking.clients import coming_back
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.notice import printing
from guichet.booking.notice.gather import notice_of
from guichet.counter import pages, showing
from guichet.counter.desk import answers, past, problems, queries
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.desk.forms import IdentityForm
from guichet.counter.desk.views_times import with_person
from guichet.counter.queue import expecting, moving
from guichet.kernel import clock, references
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.post import file_names
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web import visits
from guichet.web.formats import dates
from guichet.web.languages import of

IDENTIFIED = timedelta(minutes=10)  # for which who has seen a paper can print the notice
LIVE = frozenset({"booked", "checked_in"})


@require_safe
@may_at("book_for")
@with_person
def person(request: HttpRequest, here: Office, somebody: Appointment) -> HttpResponse:
    """Show somebody's appointment and what staff do for them; a recorded look."""
    audit.did(request.user, "seen", "appointment", somebody.pk, page="desk")
    return _show(request, here, somebody)


@require_POST
@may_at("book_for")
@with_person
def cancel(request: HttpRequest, here: Office, somebody: Appointment) -> HttpResponse:
    """Cancel an appointment for its client, also when its time has begun."""
    mark, actor = request.POST.get(showing.FIELD, ""), audit.actor_of(request.user)
    try:
        moving.cancel(somebody.pk, office=here, actor=actor, now=clock.now(), mark=mark)
    except Obstacle as obstacle:
        somebody = queries.appointment_at(here, somebody.pk) or somebody
        problem = problems.sentence(obstacle, here, of(request), appointment=somebody)
        return _show(request, here, somebody, problem=problem)
    answers.say_next(request, "cancelled", somebody)
    return pages.to_desk(here)


@require_POST
@may_at("book_for")
@with_person
def identify(request: HttpRequest, here: Office, somebody: Appointment) -> HttpResponse:
    """Record which paper somebody has shown, and offer their notice with a fresh PIN."""
    form = IdentityForm(request.POST, language=of(request))
    mark = request.POST.get(showing.FIELD, "")
    if showing.differs(mark, expecting.mark_of(somebody)):
        changed = Obstacle("expected_changed")
        problem = problems.sentence(changed, here, of(request), appointment=somebody)
        return _show(request, here, somebody, form=form, problem=problem)
    if not form.is_valid():
        return _show(request, here, somebody, form=form)
    if somebody.status in LIVE:
        paper, now = form.cleaned_data["paper"], clock.now()
        audit.did(request.user, "identified", "appointment", somebody.pk, shown=paper)
        coming_back.fresh_pin(somebody, now=now, actor=audit.actor_of(request.user))
    return pages.to_person(here, somebody.pk)


@require_safe
@may_at("book_for")
@with_person
def notice(request: HttpRequest, here: Office, somebody: Appointment) -> HttpResponse:
    """Answer the notice to print, in the language of its person, after their paper was seen."""
    if not _is_printable(request, somebody):
        return pages.to_person(here, somebody.pk)
    audit.did(request.user, "print_notice", "appointment", somebody.pk)
    whole = appointments.appointment(somebody.pk)
    sheet = printing.pdf(notice_of(whole, tokens.pin_of(whole)))
    response = HttpResponse(sheet, content_type="application/pdf")
    name = f"{file_names.appointment(of(request))}.pdf"
    response["Content-Disposition"] = file_names.kept_as(name, is_shown=True)
    visits.make_private(response)
    return response


def _is_printable(request: HttpRequest, somebody: Appointment) -> bool:
    since, actor = clock.now() - IDENTIFIED, audit.actor_of(request.user)
    return somebody.status in LIVE and queries.was_identified(somebody, by=actor, since=since)


def _show(
    request: HttpRequest,
    office: Office,
    somebody: Appointment,
    *,
    form: IdentityForm | None = None,
    problem: Markup | str = "",
) -> HttpResponse:
    context = {
        **_facts(answers.reader_of(request, office), somebody),
        "is_printable": _is_printable(request, somebody),
        "form": form or IdentityForm(language=of(request)),
        "problem": problem,
    }
    status = 409 if problem else 422 if form and form.errors else 200
    return pages.show(request, "person", context, status)


def _facts(reader: Reader, somebody: Appointment) -> Row:
    at = somebody.slot.starts_at.astimezone(reader.zone)
    return {
        "office": reader.office,
        "person": somebody,
        "printed": references.for_people(str(somebody.confirmation_number)),
        "service": reader.services.get(somebody.service_id, ""),
        "booked_for": dates.moment(at, reader.language),
        "mark": expecting.mark_of(somebody),
        "is_live": somebody.status in LIVE,
        "servings": past.servings(Q(ticket__appointment=somebody.pk), reader),
    }
