"""Find a person's applications. What is typed is posted, and stands in no address and no log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.form.answers import name_of
from guichet.applications.models import Application
from guichet.casework import actions, words
from guichet.casework.finding import queries
from guichet.casework.finding.forms import FindPerson
from guichet.casework.pages import officer_of, show
from guichet.eligibility import names
from guichet.eligibility.content import today
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STAFF_SEARCHES
from guichet.kernel.obstacles import Obstacle
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.languages import of
from guichet.web.pages.errors import wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An application that fits, with whom it is of."""

    number: str
    printed_number: str
    name: str
    nationality: str
    born_on: str
    state: Markup
    at: datetime


@keeping.brings_back
@require_http_methods(["GET", "POST"])
@may("see_files")
def search(request: HttpRequest) -> HttpResponse:
    """Find by passport, or by names and birth date; whose names were shown is noted."""
    again = keeping.again(request)
    if again is not None or request.method != "POST":
        form = _form(request, again)
        return _page(request, form if again is None else form.unchecked())
    officer, now = officer_of(request), clock.now()
    try:
        limits.take(STAFF_SEARCHES, str(officer).encode(), now=now)
    except Obstacle as obstacle:
        return wait(request, obstacle)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    applications = _matches(form)
    if applications:
        pks = [application.pk for application in applications]
        actions.see_names(pks, officer=officer, now=now, page="found")
    return _page(request, form, applications)


def _form(request: HttpRequest, form_data: QueryDict | None) -> FindPerson:
    return FindPerson(form_data, verb="search", language=of(request), today=today(clock.now()))


def _matches(form: FindPerson) -> list[Application]:
    values = form.cleaned_data
    if number := values["passport_number"]:
        return list(queries.of_passport(number, values["issuer"]))
    person = (values["surname"], values["given_names"], values["born_on"])
    return list(queries.of_person(*person))


def _page(
    request: HttpRequest,
    form: FindPerson,
    applications: Sequence[Application] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = of(request)
    matches = [_match(application, language) for application in applications or ()]
    context = {
        "form": form,
        "matches": matches,
        "nobody": applications is not None and not matches,
        "most": queries.MOST if len(matches) == queries.MOST else 0,
    }
    return show(request, "search", context, status)


def _match(application: Application, language: str) -> Match:
    nationality = application.answers.get("nationality")
    return Match(
        number=application.number,
        printed_number=numbers.for_people(application.number),
        name=name_of(application.answers),
        nationality=names.name_of(str(nationality), language) if nationality else "",
        born_on=words.short(application.born_on, language) if application.born_on else "",
        state=words.of_code("state", application.state, language),
        at=application.submitted_at or application.started_at,
    )
