"""What is pressed on the page of a contact: one form, so that no press loses what was typed."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.applications.form.questions import words
from guichet.contact import actions as contact_actions
from guichet.contact.actions import BLIND
from guichet.contact.articles import pressing as articles
from guichet.contact.desk import actions, on_case, page, playing, sending
from guichet.contact.desk.actions import Speaker
from guichet.contact.desk.forms import TOPIC
from guichet.contact.desk.presses import (
    Done,
    Forms,
    Press,
    after,
    forms_with,
    left_over,
    notes_of,
    show,
    write_down,
)
from guichet.contact.disclosure import table
from guichet.contact.searching import pressing as searching
from guichet.contact.tiers import presses as tiers
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.staff.frame import keeping, pages
from guichet.web.addresses.paths import address
from guichet.web.forms.base import MISSING, TOO_LONG, typed_line
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

PROBLEMS = {"required": MISSING, "too_long": TOO_LONG}
OWN = {  # what this page says in its own words
    ("due_on", "out_of_range"): "promise.past",
    ("due_on", "too_far"): "promise.too_far",
    ("question", "too_many"): "case.too_many_questions",
    ("outcome", "not_with_officers"): "end.not_with_officers",
    ("matter", "handed_up"): "case.handed_up",
    ("number", "mistyped"): "proof.mistyped",
    ("number", "of_appointment"): "proof.of_appointment",
    ("seek", "mistyped"): "seek.mistyped",
    ("seek", "of_appointment"): "proof.of_appointment",
    ("seek", "searches_by_nothing"): "seek.by_nothing",
    ("seek", "name_too_short"): "seek.name_too_short",
    ("seek", "no_phone"): "seek.no_phone",
    ("knowledge", "tells_of_somebody"): "know.tells_of_somebody",
}
type Handler = Callable[[Press], Done | HttpResponse]


def press(request: HttpRequest, contact: Interaction) -> HttpResponse:
    """Do what was pressed; what stands in the way is said on the same page."""
    language, user = of(request), request.user
    verb, _, argument = request.POST.get("do", "").partition(":")
    pressed = Press(
        request=request,
        contact=contact,
        forms=forms_with(contact, request.POST, language),
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


def _note(pressed: Press) -> Done:
    if actions.emptied(pressed.contact.pk, notes_of(pressed), agent=pressed.agent):
        write_down(pressed)
        return Done("said.taken_out")
    return Done("said.noted" if write_down(pressed) else "said.nothing")


def _end(pressed: Press) -> Done:
    outcome = pressed.forms.notes.cleaned_data["outcome"]
    actions.end(
        pressed.contact.pk, outcome, notes_of(pressed), agent=pressed.agent, now=pressed.now
    )
    return Done("said.ended", leads_to="staff:contacts")


def _promise(pressed: Press) -> Done:
    facts = pressed.forms.notes.cleaned_data
    write_down(pressed)
    missing = {name: "required" for name in ("promise", "due_on") if not facts[name]}
    if missing:
        raise Obstacle("invalid", errors=missing)
    actions.promise(
        pressed.contact.pk,
        facts["promise"],
        due_on=facts["due_on"],
        agent=pressed.agent,
        now=pressed.now,
    )
    return Done("said.promised", used_fields=("promise", "due_on"))


def _speaks(pressed: Press) -> Done:
    """Say who speaks from now on, and in which language."""
    facts = pressed.forms.notes.cleaned_data
    write_down(pressed)
    missing = {name: "required" for name in ("tongue", "speaks") if not facts[name]}
    if missing:
        raise Obstacle("invalid", errors=missing)
    change = actions.change_speaker(
        pressed.contact.pk,
        Speaker(speaks=facts["speaks"], language=facts["tongue"]),
        agent=pressed.agent,
        now=pressed.now,
    )
    form = pressed.forms.facts
    statements = tuple(form.fields) if form and change == "who" else ()
    return Done(f"said.changed_{change}", used_fields=("tongue", "speaks", *statements))


def _keep(pressed: Press) -> Done:
    promise = int(pressed.argument) if re.fullmatch("[0-9]{1,9}", pressed.argument) else 0
    actions.keep(pressed.contact.pk, promise, agent=pressed.agent, now=pressed.now)
    return Done("said.kept")


def _enter(pressed: Press) -> Done | HttpResponse:
    """Do what the Enter key is for without script: search by what was typed, else keep the notes.

    Nobody can tell in which field it was pressed, so it compares nothing: a set that did not fit
    would count.
    """
    for field, search in SEARCHES.items():
        if _line(pressed, field) != _line(pressed, f"{field}_before"):
            return search(pressed)
    facts = pressed.forms.facts
    if facts is not None and facts.facts():
        raise Obstacle("press_compare")
    return _note(pressed)


def _line(pressed: Press, name: str) -> str:
    return typed_line(pressed.request, name).strip()


def _prove(pressed: Press) -> Done | HttpResponse:
    """Compare what the caller said; what does not open anything stays on the page as typed."""
    facts = pressed.forms.facts
    if facts is None or not facts.facts():
        raise Obstacle("nothing_said")
    write_down(pressed)
    try:
        check = contact_actions.prove(
            pressed.contact.pk,
            facts.facts(),
            agent=pressed.agent,
            roles=pressed.roles,
            page=pressed.forms.notes.mark,
            now=pressed.now,
        )
    except Obstacle as obstacle:
        if obstacle.code != "said_by_another":
            raise
        # The page that comes has a mark of its own, so that Compare on it compares anew.
        return show(
            pressed.request, pressed.contact, after(pressed), problem=obstacle.code, status=409
        )
    if check.application and table().rank(check.level) > table().rank(BLIND):
        return Done("said.proven", used_fields=tuple(facts.fields))
    # One status for right and wrong: whoever may not be told reads nothing from it.
    return show(pressed.request, pressed.contact, after(pressed))


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


SEARCHES: Mapping[str, Handler] = {  # by the field of the page in which one types
    "seek": searching.seek,
    "knowledge": articles.search,
    "search": playing.find,
}
HANDLERS: Mapping[str, Handler] = {
    "note": _note,
    "end": _end,
    "promise": _promise,
    "speaks": _speaks,
    "keep": _keep,
    "prove": _prove,
    "send": _send,
    "find": playing.find,
    "play": playing.begin,
    "answer": playing.answer,
    "back": playing.back,
    "tell": on_case.tell,
    "again": on_case.send_letter,
    "ask": on_case.ask,
    "escalate": on_case.escalate,
    "email": on_case.change_address,
    "correct": on_case.correct,
    "hand_over": tiers.hand_over,
    "take_back": tiers.take_back,
    "know": articles.search,
    "read": articles.read,
    "page": articles.send,
    "seek": searching.seek,
    "take": searching.take,
}


def _hindered(pressed: Press, obstacle: Obstacle) -> HttpResponse:
    """Say what stood in the way, beside the field where there is one."""
    errors = obstacle.facts.get("errors") if obstacle.code == "invalid" else None
    if isinstance(errors, Mapping):
        for field, code in errors.items():
            _add_error(pressed.forms, str(field), str(code), language=pressed.language)
        return show(pressed.request, pressed.contact, pressed.forms, status=422)
    pressed.contact.refresh_from_db()
    return show(pressed.request, pressed.contact, pressed.forms, problem=obstacle.code, status=409)


def _add_error(page_forms: Forms, field: str, code: str, *, language: str) -> None:
    every = (page_forms.case, page_forms.facts, page_forms.notes)
    form = next((form for form in every if form and field in form.fields), page_forms.notes)
    own = speaker(language, TOPIC)(OWN[field, code]) if (field, code) in OWN else None
    sentence = own or PROBLEMS.get(code) or words().error(code, language)
    form.add_error(field if field in form.fields else None, sentence)


def _go_on(pressed: Press, result: Done) -> HttpResponse:
    pages.say_next(pressed.request, result.sentence, topic=TOPIC)
    about = {"contact": pressed.contact.number} if result.leads_to == "staff:contact" else {}
    target = address(result.leads_to, DEFAULT, **about)
    if about:
        keeping.carry(pressed.request, target, left_over(pressed, *result.used_fields))
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
