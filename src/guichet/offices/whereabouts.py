"""Where an office is, as its clients know it; each change is kept beside what was before it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.offices.models import Office, PlaceChange

PARTS = ("street", "city", "subdivision", "postal_code", "country", "room")


def of(office: Office) -> dict[str, str]:
    """Return the first name, the address and the room of an office, without stray spaces.

    Names in other languages are left out: a better translation is no other place.
    """
    texts = {
        "name": office.names[shown_in(office.names)],
        **{part: getattr(office, part) for part in PARTS},
    }
    return {part: " ".join(str(text).split()) for part, text in texts.items()}


@contextmanager
def noting(codes: Iterable[str]) -> Iterator[None]:
    """Note which of the offices have another place after what is written inside than before.

    What is saved unchanged leaves no note; a new office has nobody to tell.
    """
    with transaction.atomic():
        offices = Office.objects.filter(pk__in=list(codes))
        before = {office.pk: of(office) for office in offices.select_for_update().order_by("pk")}
        yield
        now = clock.now()
        moved = [
            office
            for office in Office.objects.filter(pk__in=before).order_by("pk")
            if of(office) != before[office.pk]
        ]
        PlaceChange.objects.bulk_create(
            PlaceChange(office=office, before=before[office.pk], changed_at=now) for office in moved
        )
        Office.objects.filter(pk__in=[office.pk for office in moved]).update(place_changed_at=now)


def changes_of(office: str) -> list[PlaceChange]:
    """Return the changes of where an office is, the oldest first."""
    return list(PlaceChange.objects.filter(office=office).order_by("changed_at", "pk"))


def differs(office: Office, changes: Sequence[PlaceChange], *, since: datetime) -> bool:
    """Tell whether an office is elsewhere than somebody knows it who last looked then.

    What was changed and changed back is the same place again.
    """
    first = next((change for change in changes if change.changed_at > since), None)
    return first is not None and first.before != of(office)
