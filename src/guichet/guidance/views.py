"""The first page, and what is usually settled without coming."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.films.table import TOPIC as FILMS
from guichet.guidance.destinations import (
    FIRST,
    NATIONAL_NUMBER,
    TEXT_TELEPHONE,
    destinations,
    national_number,
    several,
)
from guichet.guidance.door import door
from guichet.guidance.words import TOPIC
from guichet.offices.reference import home_country
from guichet.web.contacts import contact_of
from guichet.web.languages import ALL, CATALOGUED, of
from guichet.web.pages.render import page
from guichet.web.words import speaker


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the ways in, and the routine destinations at the foot.

    Where there are no appointments, or none in this language, it is the door of the authorization.
    """
    language, agency = of(request), settings.AGENCY
    is_spoken = language in CATALOGUED or not agency.has("eta")
    says = {"say": speaker(language, TOPIC), "films": speaker(language, FILMS)}
    if not (agency.has("appointments") and is_spoken):
        context: dict[str, object] = {"door": door(language), **says}
        return page(request, "guidance/door.html", context, complete=ALL)
    context = {
        **says,
        "doors": several(FIRST, language),
        "national": national_number(language),
        **home_country.shown(),
    }
    complete = ALL if language in CATALOGUED else CATALOGUED
    return page(request, "guidance/home.html", context, complete=complete)


@require_safe
def routine(request: HttpRequest) -> HttpResponse:
    """List what is usually settled without an appointment."""
    language = of(request)
    phones = several((NATIONAL_NUMBER, TEXT_TELEPHONE), language)
    others = [site for site in destinations(language).values() if site not in phones]
    context = {
        "phones": phones,
        "doors": others,
        "contact": contact_of("appointments", language),
    }
    return page(request, "guidance/routine.html", context)
