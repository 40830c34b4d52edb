"""Reads worth a name: the contacts that go on, and the one of a page."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from guichet.interactions.models import Interaction, InteractionNote, Participant, Promise
from guichet.interactions.queries import promises_that_wait
from guichet.kernel import case_numbers

LATELY = 20
AGENTS = "agents"  # who keeps what is promised on the line
BY_AGENTS = ("telephone", "in_person")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: an account, and whether it reads the contacts of all agents."""

    pk: int
    sees_all: bool


def going_on(reader: Reader) -> QuerySet[Interaction]:
    """Return the contacts that go on, the longest first: one's own, or those of all agents."""
    rows = _of(reader).filter(ended_at=None).order_by("started_at", "pk")
    return rows.select_related("agent")


def ended_lately(reader: Reader) -> QuerySet[Interaction]:
    """Return the contacts that ended last, each with its agent."""
    return _of(reader).exclude(ended_at=None).select_related("agent").order_by("-pk")[:LATELY]


def of_number(number: str, reader: Reader) -> Interaction | None:
    """Return a contact with its notes and who took part; None where it is none of the reader's."""
    notes = InteractionNote.objects.select_related("author")
    rows = _of(reader).select_related("agent").filter(number=case_numbers.read(number))
    return rows.prefetch_related(
        Prefetch("participants", queryset=Participant.objects.filter(left_at=None)),
        "promises",
        Prefetch("notes", queryset=notes),
    ).first()


def colleagues(number: str, *, besides: int) -> list[str]:
    """Return who else has an application in a contact that goes on, by the names of accounts."""
    contacts = Interaction.objects.filter(
        ended_at=None, subjects__kind="application", subjects__number=number
    )
    others = contacts.exclude(pk=besides).exclude(agent=None)
    return sorted(set(others.values_list("agent__username", flat=True)))


def last_told(pk: int, agent: int) -> InteractionNote | None:
    """Return what an agent wrote down last as told in a contact, which they may still put right."""
    notes = InteractionNote.objects.filter(interaction=pk, kind=InteractionNote.Kind.TOLD)
    return notes.filter(author=agent).order_by("-pk").first()


def promises_of_agents(reader: Reader) -> QuerySet[Promise]:
    """Return what agents promised and have not kept, what is due first at the top."""
    waiting = promises_that_wait().filter(owner=AGENTS)
    return waiting if reader.sees_all else waiting.filter(interaction__agent=reader.pk)


def _of(reader: Reader) -> QuerySet[Interaction]:
    rows = Interaction.objects.filter(channel__in=BY_AGENTS)
    return rows if reader.sees_all else rows.filter(agent=reader.pk)
