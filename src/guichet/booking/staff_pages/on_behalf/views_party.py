"""Who comes, person by person; everything once more; book all of them, or nobody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from guichet.booking import actions as booking
from guichet.booking import queries as appointments
from guichet.booking.forms import about
from guichet.booking.forms.client import details_of, draft_of
from guichet.booking.models import Appointment
from guichet.booking.on_behalf import actions, queries
from guichet.booking.on_behalf.actions import NONE, Override, Person
from guichet.booking.places import Details
from guichet.booking.rules import CONTACTS
from guichet.booking.staff_pages.on_behalf import page
from guichet.booking.staff_pages.on_behalf.forms import TOPIC, BookForm, PersonForm
from guichet.booking.staff_pages.on_behalf.frame import (
    BOOK_FOR,
    may_override,
    show,
    to_desk,
    to_party,
    with_party,
)
from guichet.booking.staff_pages.on_behalf.page import Party
from guichet.booking.telling import relocations
from guichet.kernel.obstacles import Obstacle
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.words import speaker

JUST_BOOKED = timedelta(minutes=30)  # for as long PIN and notices are shown to who booked
ASKED = frozenset({"same_time", "already_booked", "too_many_for_contact"})


@require_http_methods(["GET", "HEAD", "POST"])
@may_at(BOOK_FOR)
@with_party
def party_person(request: HttpRequest, party: Party, person: int) -> HttpResponse:
    """Ask who one of the people is; what is typed is kept with the place."""
    if not 1 <= person <= len(party.claims):
        raise Http404
    if party.is_booked:
        return to_party(party)
    claim = party.claims[person - 1]
    form = _person_form(request, party, claim)
    if switching_language(request):
        return _person_page(request, party, person, form.unchecked())
    if form.is_bound and form.is_valid() and form.details:
        speaks = form.cleaned_data["speaks"]
        booking.keep_details(claim.pk, form.details, language=speaks)
        is_last = person == len(party.claims)
        return to_party(party, None if is_last else person + 1)
    if not form.is_bound and not party.is_kept:
        return over(request, party)
    return _person_page(request, party, person, form)


def _person_form(request: HttpRequest, party: Party, claim: Appointment) -> PersonForm:
    office = party.office
    return PersonForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(claim, party.claims[0]),
        regions=appointments.phone_regions(office),
        language=of(request),
        today=party.now.astimezone(ZoneInfo(office.time_zone)).date(),
    )


def _initial(claim: Appointment, first: Appointment) -> dict[str, object]:
    """Return what is kept of a person; of a further one how the first is reached and speaks."""
    if claim.name:
        return {**draft_of(claim), "speaks": claim.language}
    if not first.name:
        return {}
    shared = draft_of(first)
    return {"phone": shared["phone"], "email": shared["email"], "speaks": first.language}


def _person_page(request: HttpRequest, party: Party, person: int, form: PersonForm) -> HttpResponse:
    context = {
        "party": party,
        "place": page.place(party, person, of(request)),
        "form": form,
        "nth": person,
    }
    return show(request, party.office, "person", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may_at(BOOK_FOR)
@with_party
def party(request: HttpRequest, party: Party) -> HttpResponse:
    """Show everybody once more, and book them; afterwards, for a while, what was booked."""
    if party.is_booked:
        return to_party(party) if request.method == "POST" else _booked(request, party)
    if party.unnamed:
        return to_party(party, party.unnamed)
    is_press = request.method == "POST" and not switching_language(request)
    if not party.is_kept:
        return over(request, party)
    return _book(request, party) if is_press else _review(request, party)


def _book(request: HttpRequest, party: Party) -> HttpResponse:
    form = BookForm(request.POST, language=of(request), people=len(party.claims))
    if not form.is_valid() or request.POST.get(about.SEEN, "") != party.mark:
        return _review(request, party, form, problem="changed")
    for claim in party.claims:
        relocations.see(claim, now=party.now)
    reason, actor = form.cleaned_data["reason"], audit.actor_of(request.user)
    lifts = bool(reason) and may_override(request, party.office)
    override = Override(lifted=[CONTACTS], reason=reason) if lifts else NONE
    people = _persons(party.claims, form)
    try:
        actions.book_held(people, actor=actor, now=party.now, override=override)
    except Obstacle as obstacle:
        if obstacle.code == "hold_expired":
            return over(request, party)
        return _review(request, party, form, problem=obstacle.code, obstacle=obstacle)
    return to_party(party)


def _persons(claims: Sequence[Appointment], form: BookForm) -> list[Person]:
    answers = form.cleaned_data
    return [
        Person(
            claim=claim.pk,
            details=cast(Details, details_of(claim)),
            language=claim.language,
            somebody_else=str(number) in answers["somebody_else"],
            also_then=str(number) in answers["also_then"],
        )
        for number, claim in enumerate(claims, 1)
    ]


def _review(
    request: HttpRequest,
    party: Party,
    form: BookForm | None = None,
    *,
    problem: str = "",
    obstacle: Obstacle | None = None,
) -> HttpResponse:
    language = of(request)
    context = {
        "party": party,
        "place": page.place(party, 1, language),
        "people": page.people(party, language),
        "form": form or BookForm(language=language, people=len(party.claims)),
        "problem": speaker(language, TOPIC)(f"problem.{problem}") if problem else "",
        "told_before": _told_before(form),
        **_question(party, obstacle),
        "standing": _standing(request, party, obstacle) if problem == "already_booked" else None,
    }
    return show(request, party.office, "review", context, 409 if problem else 200)


def _question(party: Party, obstacle: Obstacle | None) -> page.Row:
    """Return what is asked about whom, where an answer helps."""
    facts = obstacle.facts if obstacle else {}
    number = int(str(facts.get("person", 0))) + 1
    return {
        "asks": obstacle.code if obstacle and obstacle.code in ASKED else "",
        "other_spelling": bool(facts.get("other_spelling")),
        "about_whom": party.claims[number - 1].name if obstacle else "",
        "nth": number,
    }


def _standing(request: HttpRequest, party: Party, obstacle: Obstacle | None) -> page.Row | None:
    """Return the appointment that somebody has already: of another office its name alone."""
    claim = party.claims[int(str(obstacle.facts.get("person", 0))) if obstacle else 0]
    details = details_of(claim)
    other = queries.standing(details, claim.service_id) if details else None
    if other is None:
        return None
    if other.slot.office_id == party.office.pk:
        audit.did(request.user, "seen", "appointment", other.pk, page="desk")
    return page.standing(other, party.office, of(request))


def _told_before(form: BookForm | None) -> list[tuple[str, str]]:
    """Return the answers to earlier questions, for the next press to carry."""
    answers = form.cleaned_data if form and form.is_bound and form.is_valid() else {}
    pairs = [(name, n) for name in ("also_then", "somebody_else") for n in answers.get(name, [])]
    return pairs + ([("reason", answers["reason"])] if answers.get("reason") else [])


def _booked(request: HttpRequest, party: Party) -> HttpResponse:
    if not is_mine(request, party):
        return to_desk(party.office)
    for claim in party.claims:
        audit.did(request.user, "seen", "appointment", claim.pk, page="booked")
    rows = [page.booked(claim, of(request)) for claim in party.claims]
    return show(request, party.office, "booked", {"party": party, "rows": rows})


def is_mine(request: HttpRequest, party: Party) -> bool:
    """Tell whether whoever asks has booked them a moment ago, and nothing has changed since."""
    actor, since = audit.actor_of(request.user), party.now - JUST_BOOKED
    is_live = all(claim.status in {"booked", "checked_in"} for claim in party.claims)
    return is_live and queries.booked_by(actor, party.claims, since=since)


def over(request: HttpRequest, party: Party, problem: Markup | str = "") -> HttpResponse:
    """Say that the time is up, and offer to keep the same places again."""
    place = page.place(party, 1, of(request))
    context = {"party": party, "place": place, "problem": problem}
    return show(request, party.office, "over", context, 409)
