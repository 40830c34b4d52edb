"""Reads worth a name: the contacts about a case, and what was promised in them."""

from collections.abc import Collection

from django.db.models import Prefetch, QuerySet

from guichet.interactions.models import Interaction, InteractionNote, Promise, Subject
from guichet.kernel import case_numbers
from guichet.staff import subjects as of_the_record

MOST = 50


def about(subjects: Collection[tuple[str, str]]) -> QuerySet[Interaction]:
    """Return the interactions about any of these, each a kind and a number; the newest first."""
    numbers = [number for _, number in subjects]
    kinds = {kind for kind, _ in subjects}
    subject_rows = Subject.objects.filter(number__in=numbers, kind__in=kinds)
    return Interaction.objects.filter(pk__in=subject_rows.values("interaction")).order_by("-pk")


def as_told(subjects: Collection[tuple[str, str]]) -> QuerySet[Interaction]:
    """Return what a client may read of the interactions about their case: nothing internal."""
    notes = InteractionNote.objects.filter(kind=InteractionNote.Kind.TOLD)
    rows = about(subjects).prefetch_related(Prefetch("notes", queryset=notes))
    return rows.prefetch_related("promises", "subjects")[:MOST]


def promises_that_wait() -> QuerySet[Promise]:
    """Return every promise that is open, what is due first at the top: the one list of them."""
    return Promise.objects.filter(kept_at=None, told_at=None).select_related("interaction")


def _names(pks: Collection[int]) -> dict[int, of_the_record.Subject]:
    rows = Interaction.objects.filter(pk__in=pks).values_list("pk", "number")
    return {pk: of_the_record.Subject(name=case_numbers.for_people(number)) for pk, number in rows}


def _numbered(number: str, office: str) -> QuerySet[Interaction]:
    return Interaction.objects.filter(number=case_numbers.read(number))


NAMING = of_the_record.Naming(subjects=_names, numbered=_numbered)
