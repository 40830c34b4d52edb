"""Find the office, and say why."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guichet.booking.finding import answers, nearby, office_page
from guichet.booking.finding.answers import Answers
from guichet.booking.forms.find import PlaceForm
from guichet.booking.sentences import PROGRAMME, say_of_field
from guichet.booking.views.places import at_open_office, known_office
from guichet.guidance.destinations import FIRST, national_number, several
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import checklists, queries, words
from guichet.offices.models import Office, Service
from guichet.offices.queries import Ask, OfficeMatch
from guichet.offices.reference import home_country
from guichet.web.addresses.paths import address
from guichet.web.contacts import contact_of
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import of
from guichet.web.pages.render import page

_ASKED: Mapping[str, Ask] = {"country": "country", "postal_code": "postal_code"}


@csrf_exempt  # It only reads: no cookie is needed, and a page left open for hours still works.
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Offer the routine first, then find the office of a ZIP code or a country."""
    language, country = of(request), answers.read_country(request.GET)
    if request.method == "POST" and not switching_language(request):
        form = PlaceForm(request.POST, language=language)
        match = _match_of(form, language)
        if form.is_valid():
            return _onward(form, match, language)
    else:
        place = _place_at(request.GET)
        form = PlaceForm(initial=place | typed_again(request), language=language)
        is_back = answers.BACK in request.GET
        match = OfficeMatch() if is_back else _match_at(request.GET, country)
        country = "" if is_back else country
    if match.offices or match.closed:
        return _to_office(match, place, language)
    context = {"form": form, "ask": match.ask, "country": country, **_around(language)}
    return page(request, "booking/start.html", context, 422 if form.errors else 200)


def _around(language: str) -> dict[str, object]:
    """Return what the first page shows whatever was chosen."""
    return {
        **home_country.shown(),
        "routine": several(FIRST, language),
        "national": national_number(language),
        "contact": contact_of(PROGRAMME.name, language),
    }


def _onward(form: PlaceForm, match: OfficeMatch, language: str) -> HttpResponse:
    """Lead to the office, or to an address of what is still to be asked: "back" leads there again.

    No postal code stands in an address: where somebody lives is theirs.
    """
    country = "" if form.inside() else form.cleaned_data["country"]
    place = {"country": country, "subdivision": form.cleaned_data["subdivision"]}
    wishes = {name: code for name, code in place.items() if code and country}
    if match.offices or match.closed:
        return _to_office(match, wishes, language)
    query = answers.query({}, **wishes or {"ask": match.ask or "country"})
    return HttpResponseRedirect(address("booking:start", language) + query)


def _place_at(fields: QueryDict) -> dict[str, str]:
    """Return the country and the part of it that an address names, as far as it does."""
    return {name: str(fields[name]) for name in ("country", "subdivision") if name in fields}


def _to_office(match: OfficeMatch, place: Mapping[str, str], language: str) -> HttpResponse:
    """Lead to the office that serves a place; its page says where it receives nobody now."""
    office = [*match.offices, *match.closed][0]
    target = address("booking:office", language, office=office.pk)
    return HttpResponseRedirect(target + answers.query({}, **place))


def _match_at(fields: QueryDict, country: str) -> OfficeMatch:
    """Return the office of the place that an address names, or what is still to be asked."""
    if not country:
        return OfficeMatch(ask=_ASKED.get(fields.get("ask") or ""))
    for subdivision in (fields.get("subdivision") or None, None):
        try:
            return queries.find_office(country=country, subdivision=subdivision)
        except Obstacle:
            continue
    return OfficeMatch()


def _match_of(form: PlaceForm, language: str) -> OfficeMatch:
    """Return the office of the place, or nothing and the sentence beside its field."""
    if not form.is_valid():
        return OfficeMatch()
    try:
        return _match(form)
    except Obstacle as obstacle:
        field = str(obstacle.facts["field"])
        form.add_error(field, say_of_field(field, obstacle.code, language))
        return OfficeMatch()


def _match(form: PlaceForm) -> OfficeMatch:
    fields = form.cleaned_data
    if form.inside():
        if not fields["postal_code"]:
            raise Obstacle("required", field="postal_code")
        return queries.find_office(postal_code=fields["postal_code"])
    if not fields["country"]:
        raise Obstacle("required", field="country")
    match = queries.find_office(
        country=fields["country"], subdivision=fields["subdivision"] or None
    )
    if match.ask == "subdivision" and form.parts_were_asked:
        raise Obstacle("required", field="subdivision")
    return match


@require_safe
def office(request: HttpRequest, office: str) -> HttpResponse:
    """Show where the office is and when it is open, and let people choose what they come for."""
    language = of(request)
    facts = office_page.page_of(known_office(office), language=language, now=clock.now())
    country = answers.read_country(request.GET)
    choices = {answers.COUNTRY: [country]} if country else {}
    context = {
        "facts": facts,
        "contact": contact_of(PROGRAMME.name, language),
        "of_country": answers.query(choices),
        "of_place": _back_to(request.GET, country),
        **_why_abroad(facts.office, country, language=language, choices=choices),
    }
    return page(request, "booking/office.html", context)


def _back_to(fields: QueryDict, country: str) -> str:
    """Return what "back" adds to the first page's address, for it to show what was chosen."""
    if not country:
        return ""
    return answers.query({}, **_place_at(fields), **{answers.BACK: "1"})


def _why_abroad(
    office: Office, country: str, *, language: str, choices: Answers
) -> dict[str, object]:
    """Return the country that is served from another one, and the offices there are beside it."""
    if not nearby.is_abroad(office, country):
        return {"served_from": "", "is_theirs": True, "offices_near": []}
    near = nearby.offices_near(office, language=language, choices=choices)
    is_theirs = country in queries.countries_served(office)  # or they looked at another one
    return {"served_from": country, "is_theirs": is_theirs, "offices_near": near}


def _day_at(office: Office) -> date:
    return clock.now().astimezone(ZoneInfo(office.time_zone)).date()


@csrf_exempt  # It only reads: a POST is a change of language with answers that were not sent yet.
@require_http_methods(["GET", "HEAD", "POST"])
@at_open_office
def documents(request: HttpRequest, office: Office, service: Service) -> HttpResponse:
    """Say who must come and what to bring; a few answers make the list fit."""
    language = of(request)
    if request.method == "POST":
        switching_language(request)
        query = answers.query(answers.read(service.pk, request.POST))
        return HttpResponseRedirect(request.path + query)
    choices, today = answers.read(service.pk, request.GET), _day_at(office)
    context = {
        **_whom_and_where(office, service, language),
        "questions": checklists.questions(service.pk, language=language),
        "answers": choices,
        "country": answers.country_of(choices),
        "lines": checklists.checklist(service.pk, choices, language=language, on=today),
        "times_url": address("booking:times", language, office=office.pk, service=service.pk),
    }
    return page(request, "booking/documents.html", context)


def _whom_and_where(office: Office, service: Service, language: str) -> dict[str, object]:
    return {
        "office": office,
        "office_name": office_page.name_in(office.names, language),
        "service": office_page.card_of(service, language),
        "who_must_come": words.service_words(service.pk, "who_must_come", language),
    }
