"""Reads of hand-overs: what waits, who led a contact before, and whose it is by now."""

from django.db.models import QuerySet

from guichet.contact.tiers.models import HandOver, TakeOver
from guichet.kernel import case_numbers


def waiting(language: str = "") -> QuerySet[HandOver]:
    """Return what waits to be taken over, the longest first; of one language, or of all."""
    rows = HandOver.objects.filter(ended_at=None, interaction__ended_at=None)
    if language:
        rows = rows.filter(interaction__language=language)
    return rows.select_related("interaction", "asked_by")


def turns(interaction: int) -> QuerySet[TakeOver]:
    """Return who took a contact over, from whom and when, in their order."""
    rows = TakeOver.objects.filter(hand_over__interaction=interaction)
    return rows.select_related("agent", "hand_over__asked_by").order_by("pk")


def of_subject(kind: str, number: str) -> HandOver | None:
    """Return the last hand-over of a contact about something, unless it was taken back."""
    rows = HandOver.objects.filter(
        interaction__subjects__kind=kind, interaction__subjects__number=number
    )
    return rows.exclude(outcome=HandOver.Outcome.TAKEN_BACK).order_by("-pk").first()


def open_of(interaction: int) -> HandOver | None:
    """Return the hand-over of a contact that nobody has taken yet."""
    return HandOver.objects.filter(interaction=interaction, ended_at=None).first()


def given_away(number: str, agent: int) -> TakeOver | None:
    """Return who took over the contact of a number that this agent had handed over."""
    rows = TakeOver.objects.filter(
        hand_over__interaction__number=case_numbers.read(number), hand_over__asked_by=agent
    )
    return rows.select_related("agent", "hand_over__interaction").order_by("-pk").first()
