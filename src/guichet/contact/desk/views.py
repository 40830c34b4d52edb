"""The agents' screen: one's own contacts, and the page of one on which everything is pressed."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.contact.auditing import page as auditing
from guichet.contact.desk import actions, page, presses, pressing, queries
from guichet.contact.desk.forms import BeginForm
from guichet.contact.desk.page import ANSWER, SEE
from guichet.contact.tiers import page as tiers
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of


@keeping.brings_back
@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE)
def contacts(request: HttpRequest) -> HttpResponse:
    """List the contacts that go on; begin another one."""
    again = keeping.again(request)
    if request.method == "POST" and again is None:
        return _begin(request)
    return _list(request, _empty_form(request, again))


@keeping.brings_back
@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE)
def contact(request: HttpRequest, contact: str) -> HttpResponse:
    """Show a contact; whoever leads it presses here all that can be done in it."""
    again = keeping.again(request)
    if request.method == "POST" and again is None:
        return _press(request, contact)
    interaction = _contact(request, contact)
    if interaction is None:
        return tiers.given_away(request, contact, agent=page.reader_of(request).pk)
    auditing.see(request, interaction)
    return presses.show(request, interaction, presses.forms(request, interaction, again))


@require_safe
@may(ANSWER)
def case_colleagues(request: HttpRequest, contact: str, check: int) -> HttpResponse:
    """Say who else has a case of a contact open by now, for the page that shows it.

    It is no look of its own and writes nothing: the page that asks was noted when it was opened.
    """
    interaction = _contact(request, contact)
    colleagues = interaction and page.colleagues(interaction, check, page.reader_of(request))
    if not colleagues:
        raise Http404
    return page.show_part(request, "colleagues", {"contact": interaction, "check": colleagues})


@may(ANSWER)
def _begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST, language=of(request))
    if not form.is_valid():
        return _list(request, form, status=422)
    facts = form.cleaned_data
    interaction = actions.begin(
        channel=facts["channel"],
        language=facts["tongue"],
        speaks=facts["speaks"],
        agent=page.reader_of(request).pk,
        once=form.mark,
        now=clock.now(),
    )
    return HttpResponseRedirect(
        address("staff:contact", DEFAULT, contact=interaction.number), status=HTTPStatus.SEE_OTHER
    )


@may(ANSWER)
def _press(request: HttpRequest, number: str) -> HttpResponse:
    interaction = _contact(request, number)
    if interaction is None:
        return tiers.given_away(request, number, agent=page.reader_of(request).pk)
    return pressing.press(request, interaction)


def _contact(request: HttpRequest, number: str) -> Interaction | None:
    return queries.of_number(number, page.reader_of(request))


def _empty_form(request: HttpRequest, again: QueryDict | None) -> BeginForm:
    language = of(request)
    if again is not None:
        return BeginForm(again, language=language).unchecked()
    return BeginForm(
        initial={"channel": "telephone", "tongue": language, "speaks": "client"},
        language=language,
    )


def _list(request: HttpRequest, form: BeginForm, status: int = 200) -> HttpResponse:
    reader = page.reader_of(request)
    context = {
        **page.lists(reader, now=clock.now()),
        "form": form,
        "may_begin": roles.has(request.user, ANSWER),
    }
    if reader.sees_all:
        context |= auditing.of_all(request)
        status = status if context["is_right"] else HTTPStatus.UNPROCESSABLE_ENTITY
    return page.show(request, "contacts", context, status)
