"""What is pressed on the page of a contact: one form, so that no press loses what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect

from guichet.contact import actions as contact_actions
from guichet.contact.actions import BLIND
from guichet.contact.desk import actions, page, queries, sending
from guichet.contact.desk.actions import Notes
from guichet.contact.desk.facts import FactsForm
from guichet.contact.desk.forms import TOPIC, NotesForm
from guichet.contact.disclosure import table
from guichet.eligibility.programme import NAME as ETA
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.forms.base import MISSING, TOO_LONG
from guichet.web.languages import DEFAULT, of

PROBLEMS = {"required": MISSING, "too_long": TOO_LONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press of an agent in a contact: by whom, when, with what was typed."""

    request: HttpRequest
    contact: Interaction
    forms: "Forms"
    agent: int
    roles: frozenset[str]
    language: str
    argument: str  # what is behind the colon of the button's value
    now: datetime


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page, which is one form in the browser."""

    notes: NotesForm
    facts: FactsForm | None  # None where the site has no cases

    def are_right(self) -> bool:
        """Tell whether all that was typed can be read; every form is asked, so all faults show."""
        every = [form.is_valid() for form in (self.notes, self.facts) if form is not None]
        return all(every)

    def unchecked(self) -> "Forms":
        """Show what was typed and find no fault with it."""
        for form in (self.notes, self.facts):
            if form is not None:
                form.unchecked()
        return self


@dataclass(frozen=True, slots=True)
class Done:
    """What a press did: the sentence that the next page begins with, and where that is."""

    sentence: str
    leads_to: str = "staff:contact"


type Handler = Callable[[Press], Done | HttpResponse]


def forms(request: HttpRequest, contact: Interaction, again: QueryDict | None) -> Forms:
    """Return the forms of a contact: empty, or with what was typed once more, unchecked."""
    page_forms = _forms(contact, again, of(request))
    return page_forms.unchecked() if again is not None else page_forms


def _forms(contact: Interaction, post: QueryDict | None, language: str) -> Forms:
    speakers = [person.role for person in contact.participants.all()]
    has_cases = settings.AGENCY.has(ETA)
    facts = FactsForm(post, language=language, speakers=speakers) if has_cases else None
    return Forms(NotesForm(post, language=language), facts)


def press(request: HttpRequest, contact: Interaction) -> HttpResponse:
    """Do what was pressed; what stands in the way is said on the same page."""
    language, user = of(request), request.user
    verb, _, argument = request.POST.get("do", "").partition(":")
    pressed = Press(
        request=request,
        contact=contact,
        forms=_forms(contact, request.POST, language),
        agent=page.reader_of(request).pk,
        roles=roles.roles_of(user),
        language=language,
        argument=argument,
        now=clock.now(),
    )
    if not pressed.forms.are_right():
        return show(request, contact, pressed.forms, status=422)
    try:
        with transaction.atomic():
            result = HANDLERS.get(verb, _enter)(pressed)
    except Obstacle as obstacle:
        return _hindered(pressed, obstacle)
    return result if isinstance(result, HttpResponse) else _go_on(pressed, result)


def show(
    request: HttpRequest,
    contact: Interaction,
    page_forms: Forms,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page of a contact with what was typed."""
    reader, now = page.reader_of(request), clock.now()
    contact = queries.of_number(contact.number, reader) or contact  # with what was just written
    context: Mapping[str, object] = {
        **page.of_contact(contact, reader, now=now),
        **page.of_caller(contact, roles.roles_of(request.user), now=now),
        "form": page_forms.notes,
        "facts": page_forms.facts,
        "problem": problem,
    }
    return page.show(request, "contact", context, status)


def write_down(pressed: Press) -> bool:
    """Keep the notes that were typed, whatever was pressed; tell whether there were any."""
    return actions.write_down(
        pressed.contact.pk, notes_of(pressed), agent=pressed.agent, now=pressed.now
    )


def notes_of(pressed: Press) -> Notes:
    """Return what was typed to be written down."""
    facts = pressed.forms.notes.cleaned_data
    return Notes(
        internal=facts["internal"],
        told=facts["told"],
        language=pressed.language,
        once=pressed.forms.notes.mark,
    )


def _note(pressed: Press) -> Done:
    return Done("said.noted" if write_down(pressed) else "said.nothing")


def _end(pressed: Press) -> Done:
    outcome = pressed.forms.notes.cleaned_data["outcome"]
    actions.end(
        pressed.contact.pk, outcome, notes_of(pressed), agent=pressed.agent, now=pressed.now
    )
    return Done("said.ended", leads_to="staff:contacts")


def _enter(pressed: Press) -> Done | HttpResponse:
    """Do what the Enter key is for: compare what was typed of the caller, else keep the notes."""
    facts = pressed.forms.facts
    return _prove(pressed) if facts is not None and facts.facts() else _note(pressed)


def _prove(pressed: Press) -> Done | HttpResponse:
    """Compare what the caller said; what does not open anything stays on the page as typed."""
    facts = pressed.forms.facts
    if facts is None or not facts.facts():
        raise Obstacle("nothing_said")
    write_down(pressed)
    check = contact_actions.prove(
        pressed.contact.pk,
        facts.facts(),
        agent=pressed.agent,
        roles=pressed.roles,
        now=pressed.now,
    )
    if check.application and table().rank(check.level) > table().rank(BLIND):
        return Done("said.proven")
    page_forms = Forms(NotesForm(language=pressed.language), facts)
    return show(pressed.request, pressed.contact, page_forms, status=422 if check.failed else 200)


def _send(pressed: Press) -> Done:
    write_down(pressed)
    sending.send(
        pressed.contact.pk,
        pressed.argument,
        agent=pressed.agent,
        roles=pressed.roles,
        now=pressed.now,
    )
    return Done("said.sent")


HANDLERS: Mapping[str, Handler] = {"note": _note, "end": _end, "prove": _prove, "send": _send}


def _hindered(pressed: Press, obstacle: Obstacle) -> HttpResponse:
    """Say what stood in the way, beside the field where there is one."""
    errors = obstacle.facts.get("errors") if obstacle.code == "invalid" else None
    if isinstance(errors, Mapping):
        for field, code in errors.items():
            pressed.forms.notes.add_error(str(field), PROBLEMS[str(code)])
        return show(pressed.request, pressed.contact, pressed.forms, status=422)
    pressed.contact.refresh_from_db()
    return show(pressed.request, pressed.contact, pressed.forms, problem=obstacle.code, status=409)


def _go_on(pressed: Press, result: Done) -> HttpResponse:
    pages.say_next(pressed.request, result.sentence, topic=TOPIC)
    about = {"contact": pressed.contact.number} if result.leads_to == "staff:contact" else {}
    target = address(result.leads_to, DEFAULT, **about)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
