"""Many bookings of one office from one source: what to look at before an office stands empty."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.booking import sources
from guichet.booking.sources import Source
from guichet.kernel import clock
from guichet.offices.models import Office
from guichet.staff import pages
from guichet.staff.door import may
from guichet.web.languages import DEFAULT, of


@require_safe
@may("see_appointments")
def many_from_one(request: HttpRequest) -> HttpResponse:
    """List the sources with many bookings; counts alone, so no look at anybody is recorded."""
    found = sources.many_from_one(now=clock.now())
    offices = Office.objects.in_bulk({source.office for source in found})
    context = {
        "sources": [_row(source, offices[source.office], language=of(request)) for source in found],
        "many": sources.MANY,
        "days": sources.WITHIN.days,
    }
    return pages.show(request, "sources", context)


def _row(source: Source, office: Office, *, language: str) -> dict[str, object]:
    zone = ZoneInfo(office.time_zone)
    return {
        "office": office.names.get(language) or office.names[DEFAULT],
        "code": office.pk,
        "kind": source.kind,
        "count": source.count,
        "first_at": source.first_at.astimezone(zone),
        "last_at": source.last_at.astimezone(zone),
    }
