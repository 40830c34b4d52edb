"""Many bookings of one office from one source: what to look at before an office stands empty."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.booking.guarding import sources
from guichet.booking.guarding.sources import Source
from guichet.booking.staff_pages.views import TOPIC
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.offices.models import Office
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.languages import of
from guichet.web.words import speaker


@require_safe
@may("see_appointments")
def many_from_one(request: HttpRequest) -> HttpResponse:
    """List the sources with many bookings; counts alone, so no look at anybody is recorded."""
    crowds, language = sources.many_from_one(now=clock.now()), of(request)
    offices = Office.objects.in_bulk({source.office for source in crowds})
    context = {
        "says": speaker(language, TOPIC),
        "sources": [_row(source, offices[source.office], language=language) for source in crowds],
        "many": sources.MANY,
        "days": sources.WITHIN.days,
    }
    return pages.show(request, "booking_staff/sources.html", context)


def _row(source: Source, office: Office, *, language: str) -> dict[str, object]:
    zone = ZoneInfo(office.time_zone)
    return {
        "office": office.names[shown_in(office.names, language)],
        "code": office.pk,
        "kind": source.kind,
        "count": source.count,
        "first_at": source.first_at.astimezone(zone),
        "last_at": source.last_at.astimezone(zone),
    }
