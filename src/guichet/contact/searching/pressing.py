"""What is pressed of a search on the page of a contact."""

import re

from django.http import HttpResponse

from guichet.contact.desk.presses import Press, after, show, write_down
from guichet.contact.searching import actions, page
from guichet.contact.searching.models import CaseSearch
from guichet.kernel.obstacles import Obstacle


def seek(pressed: Press) -> HttpResponse:
    """Search for a case by what was typed; the day of birth beside it makes a name narrower."""
    text = pressed.forms.case.cleaned_data["seek"]
    if not text:
        raise Obstacle("invalid", errors={"seek": "required"})
    born_on = pressed.forms.facts.facts().get("birth_date") if pressed.forms.facts else None
    write_down(pressed)
    case_search = actions.search(
        pressed.contact.pk,
        text,
        born_on=born_on if not isinstance(born_on, str) else None,
        agent=pressed.agent,
        roles=pressed.roles,
        now=pressed.now,
    )
    return _page(pressed, case_search)


def take(pressed: Press) -> HttpResponse:
    """Say which of the cases is meant."""
    write_down(pressed)
    hit = int(pressed.argument) if re.fullmatch("[0-9]{1,12}", pressed.argument) else 0
    case_search = actions.choose(
        pressed.contact.pk, hit, agent=pressed.agent, roles=pressed.roles, now=pressed.now
    )
    return _page(pressed, case_search)


def _page(pressed: Press, case_search: CaseSearch) -> HttpResponse:
    extras = page.of_search(case_search, pressed.forms.case.cleaned_data["seek"])
    return show(pressed.request, pressed.contact, after(pressed), extras=extras)
