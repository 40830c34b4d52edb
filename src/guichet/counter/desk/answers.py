"""The page of a desk as the answer to whatever was asked or pressed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from guichet.booking.models import Appointment
from guichet.counter import pages
from guichet.counter.desk import page, problems, queries
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.desk.forms import (
    CallForm,
    CheckInForm,
    DeskForm,
    FindForm,
    FinishForm,
    ParkForm,
    SignForm,
    TransferForm,
    WalkInForm,
)
from guichet.counter.desk.page import Today
from guichet.counter.models import Ticket
from guichet.counter.queue import rules
from guichet.counter.queue.queries import work_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.opening.closed_now import closed_now
from guichet.staff import audit, roles
from guichet.web import visits
from guichet.web.formats import dates
from guichet.web.languages import of
from guichet.web.words import speaker

OFFICE = "office"  # how the record calls what a look at a desk is about
BLANK: Mapping[str, object] = {"problem": "", "remedy": None, "nobody": False, "people": None}
DESK = "counter_desk"  # the sign of the desk at which this session works
SAID = "counter_said"  # what was just done to whose appointment; the session keeps no name
TYPED = ("desk", "minutes", "note", "outcome", "service")  # in the forms of one ticket


def reader_of(request: HttpRequest, office: Office) -> Reader:
    """Return who asks, without reading anybody of the day."""
    return Reader(
        office=office,
        language=of(request),
        permissions=permissions(request, office),
        now=clock.now(),
        name=request.user.get_username(),
    )


def permissions(request: HttpRequest, office: Office) -> frozenset[str]:
    """Return what somebody may do at the desk of an office."""
    return frozenset(
        permission
        for permission in ("check_in", "serve", "book_for", "cancel_many")
        if roles.has_at(request.user, permission, office.pk)
    )


def look(request: HttpRequest, office: Office, name: str) -> None:
    """Record that somebody has looked at a page of an office."""
    audit.did(request.user, "seen", OFFICE, 0, office=office.pk, page=name)


def show(
    request: HttpRequest,
    office: Office,
    *forms: DeskForm,
    status: int = 200,
    is_look: bool = True,
    subject: str = "",
    matches: Sequence[Appointment] | None = None,
    day: Today | None = None,
    **more: object,
) -> HttpResponse:
    """Answer with the desk; `forms` keep what was typed and what is wrong with it.

    `subject` is the ticket on top, else that of the address; `matches` is whom a search brought.
    """
    if is_look:
        look(request, office, "desk")
    subject = subject or request.GET.get("ticket", "")
    day = day or page.at_work(reader_of(request, office), subject=subject)
    values = {
        **BLANK,
        **page.context(day, subject=subject),
        **_forms(request, day.reader, forms),
        "closure": closed_now(office, of(request), now=day.reader.now),
        "people": None if matches is None else page.people(matches, day),
        "typed": _typed(forms),
        **_said(request, day.reader),
        **more,
    }
    return pages.show(request, "desk", values, status)


def say_next(request: HttpRequest, deed: str, person: Appointment) -> None:
    """Have the next page of the desk begin with what has just been done to an appointment."""
    request.session[SAID] = [deed, person.pk]


def _said(request: HttpRequest, reader: Reader) -> Row:
    """Return who was just moved or canceled and which time that is, once; else nothing."""
    deed, pk = request.session.pop(SAID, ("", 0))
    person = queries.appointment_at(reader.office, pk) if deed else None
    if person is None:
        return {}
    at = person.slot.starts_at.astimezone(reader.zone)
    moment, say = dates.moment(at, reader.language), speaker(reader.language, pages.TOPIC)
    return {"said": say(f"said.{deed}", name=person.name, moment=moment)}


def renew(request: HttpRequest, office: Office) -> HttpResponse:
    """Answer with the desk as it is now, or that it is as the page shows it (304)."""
    day = page.at_work(reader_of(request, office))
    closure = closed_now(office, of(request), now=day.reader.now)
    version = page.version_of(day, closure)
    unchanged = get_conditional_response(request, etag=version)
    response = unchanged or show(request, office, is_look=False, day=day)
    response["ETag"] = version
    visits.make_private(response)
    return response


def hindered(
    request: HttpRequest,
    office: Office,
    obstacle: Obstacle,
    *forms: DeskForm,
    appointment: Appointment | None = None,
) -> HttpResponse:
    """Answer with the desk as it is now, and why the deed was not done."""
    ticket, language = obstacle.facts.get("ticket"), of(request)
    return show(
        request,
        office,
        *forms,
        status=409,
        subject=str(ticket.pk) if isinstance(ticket, Ticket) else "",
        problem=problems.sentence(obstacle, office, language, appointment=appointment),
        remedy=problems.remedy(obstacle, office, appointment),
    )


def ask_of_sign(request: HttpRequest, office: Office, form: SignForm, *, now: datetime) -> None:
    """Ask once whether the sign of another desk is meant, where it is none of the office's.

    A program names the desk that it means, and brings no answer to what it was not asked.
    """
    sign = form.cleaned_data["desk"]
    signs = {"", request.POST.get("sure", sign), request.session.get(DESK)}
    if sign in signs or rules.is_numbered(sign, desks=(desks := queries.desks_of(office))):
        return
    if sign not in work_of(office, now=now).desks:
        form.ask_again(desks=desks)


def _typed(forms: Sequence[DeskForm]) -> Row:
    """Return what was typed into the form of one ticket, to stand there again."""
    of_tickets = [form for form in forms if isinstance(form, (FinishForm, ParkForm, TransferForm))]
    words = {name: str(form.data.get(name, "")) for form in of_tickets for name in TYPED}
    sure = (form.sure for form in of_tickets if isinstance(form, TransferForm))
    return {**words, "sure": next(sure, "")}


def _forms(request: HttpRequest, reader: Reader, forms: Sequence[DeskForm]) -> dict[str, DeskForm]:
    language = reader.language
    services = {code: reader.work.names[code] for code in reader.work.offered}
    blank = {
        "check_in": CheckInForm(language=language),
        "walk_in": WalkInForm(language=language, services=services),
        "call_form": CallForm(language=language, initial={"desk": request.session.get(DESK, "")}),
        "finding": FindForm(language=language),
    }
    kinds = {type(form): name for name, form in blank.items()}
    return {**blank, **{kinds[type(form)]: form for form in forms if type(form) in kinds}}
