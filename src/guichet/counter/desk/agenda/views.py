"""The agenda of a day: on a page that prints, and as a sheet for a day without a network."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.counter import pages
from guichet.counter.desk import answers
from guichet.counter.desk.agenda import page, sheets
from guichet.counter.desk.page import today
from guichet.staff import audit
from guichet.staff.door.entry import may_at


@require_safe
@may_at("see_desk")
def show_agenda(request: HttpRequest, office: str) -> HttpResponse:
    """Show the day by time, by desk or by officer; a recorded look."""
    here, order = pages.open_office(office), request.GET.get("by", "")
    answers.look(request, here, "agenda")
    order = order if order in page.ORDERS else page.TIME
    day = today(answers.reader_of(request, here))
    return pages.show(request, "agenda", page.context(day, order=order))


@require_safe
@may_at("check_in")
def day_sheet(request: HttpRequest, office: str) -> HttpResponse:
    """Give the agenda as one signed file, which the record notes."""
    here = pages.open_office(office)
    audit.did(request.user, "day_sheet", answers.OFFICE, 0, office=here.pk)
    day = today(answers.reader_of(request, here))
    name = sheets.name_of(here.pk, day.reader.now.astimezone(day.reader.zone))
    response = HttpResponse(sheets.written(request, day))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
