"""Whom a change of hours touches, and what became of each, as the pages of hours show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from guichet.booking.models import Appointment
from guichet.offices.models import Closure, Office
from guichet.offices.sheets.kinds import Touch
from guichet.opening import queries as opening
from guichet.opening.managers import hours_page
from guichet.opening.managers import page as opening_page
from guichet.opening.managers.views_closures import sees_names
from guichet.reference.models import ReferenceChange
from guichet.reference.pages.naming import Names
from guichet.staff import audit, roles
from guichet.web.languages import of

Fields = opening_page.Fields


@dataclass(frozen=True, slots=True)
class TouchLook:
    """Whom a change touches at one place: how many, who, and how long times become."""

    name: str
    count: int
    effect: str
    lengths: Sequence[Fields]
    people: Sequence[Fields]


def touch_looks(
    request: HttpRequest, kind: str, touches: Sequence[Touch], names: Names
) -> Iterator[TouchLook]:
    """Yield whom a change touches, in words; at most a page of people in all."""
    space, language = opening_page.SHOWN, of(request)
    for touch in touches:
        some = touch.people[:space]
        space -= len(some)
        yield TouchLook(
            names.row(kind, touch.row),
            touch.count,
            touch.effect,
            hours_page.lengths_of(touch.lengths, language),
            _people(request, touch.row[0], some) if some else (),
        )


def _people(request: HttpRequest, office: str, numbers: Sequence[int]) -> Sequence[Fields]:
    people = Appointment.objects.filter(pk__in=numbers).select_related("slot", "service")
    here = Office.objects.get(pk=office)
    has_names = _sees_names(request, here, page="hours")
    rows = people.order_by("slot__starts_at", "pk")
    return opening_page.people(rows, here, of(request), named_ones=has_names)


def _sees_names(request: HttpRequest, office: Office, *, page: str) -> bool:
    """Tell whether somebody sees the names of clients at an office, and record that they did."""
    has_names = sees_names(request, office)
    if has_names:
        audit.did(request.user, "seen", "office", 0, office=office.pk, page=page)
    return has_names


def owners_of(change: ReferenceChange) -> list[Closure]:
    """Return what owns the times that a change of hours has taken away."""
    return opening.owners_made(change.actor, change.at) if change.kind == "hours" else []


def hit_looks(request: HttpRequest, change: ReferenceChange, names: Names) -> list[Fields]:
    """Return of each office whom a change has hit and what became of each, as a closure's page."""
    return [_hit(request, owner, names) for owner in owners_of(change)]


def _hit(request: HttpRequest, owner: Closure, names: Names) -> Fields:
    office, language = owner.office, of(request)
    has_names = _sees_names(request, office, page="closure")
    waiting = opening.outstanding(owner)
    rows = opening_page.outcomes_of(owner.pk, office, language, named_ones=has_names)
    untold = {"pk": None, "kind": "waiting", "offered": "", "answer": "", "told_by": ""}
    some = waiting.select_related("slot", "service")[: max(0, opening_page.SHOWN - len(rows))]
    people = opening_page.people(some, office, language, named_ones=has_names)
    rows += [{**person, **untold} for person in people]
    return {
        "office": office.pk,
        "name": names.office(office.pk),
        "closure": owner.pk,
        "count": opening.outcomes_of(owner.pk).count() + waiting.count(),
        "outcomes": rows,
        "opens_people": has_names and roles.has_at(request.user, "book_for", office.pk),
    }


def undo_counts(number: int) -> Mapping[str, int]:
    """Return how many a change has hit, who stays where they are when it is undone, who does not.

    Whoever has taken another time or was canceled stays; who still waits has the old time again.
    """
    change = ReferenceChange.objects.filter(pk=number).first()
    owners = owners_of(change) if change else []
    hit = sum(
        opening.outcomes_of(owner.pk).count() + opening.outstanding(owner).count()
        for owner in owners
    )
    back = Appointment.objects.filter(opening.EXPECTED, slot__closure__in=owners).count()
    return {"count": hit, "stay": hit - back, "back": back}
