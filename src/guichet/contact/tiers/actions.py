"""Every write about a contact that goes to another tier: hand over, take back, take over."""

from datetime import datetime

from django.db import IntegrityError, transaction

from guichet.contact.actions import own
from guichet.contact.models import IdentityCheck
from guichet.contact.tiers import rules
from guichet.contact.tiers.models import HandOver, TakeOver
from guichet.interactions import actions as contacts
from guichet.interactions.models import Interaction
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

Outcome = HandOver.Outcome


@transaction.atomic
def hand_over(pk: int, *, agent: int, now: datetime) -> HandOver:
    """Ask the national centre to take a contact over; asked twice it is asked once.

    The agent leads it on until somebody does: a caller is never with nobody. Raises Obstacle:
    `interaction_ended`, `not_your_contact`.
    """
    interaction = own(pk, agent=agent)
    hand_over, is_new = HandOver.objects.get_or_create(
        interaction=interaction, ended_at=None, defaults={"asked_by_id": agent, "asked_at": now}
    )
    if is_new:
        _note("hand_over", pk, agent=agent, now=now)
    return hand_over


@transaction.atomic
def take_back(pk: int, *, agent: int, now: datetime) -> None:
    """Take a hand-over back that nobody has taken over yet; where there is none, nothing is done.

    Raises Obstacle: `interaction_ended`, `not_your_contact`.
    """
    own(pk, agent=agent)
    waiting = HandOver.objects.filter(interaction=pk, ended_at=None)
    if waiting.update(ended_at=now, outcome=Outcome.TAKEN_BACK):
        _note("take_back", pk, agent=agent, now=now)


@transaction.atomic
def take_over(pk: int, *, agent: int, now: datetime) -> Interaction:
    """Lead a contact on that was handed over; the same agent pressing twice has it once.

    What the caller proved to somebody else opens nothing before this agent. Raises Obstacle:
    `interaction_ended`, `hand_over_taken`, `hand_over_taken_back`, `hand_over_own`, `not_found`.
    """
    waiting = HandOver.objects.filter(pk=pk).first()
    if waiting is None:
        raise Obstacle("not_found")
    interaction = contacts.going_on(waiting.interaction_id)
    waiting.refresh_from_db()
    if waiting.outcome == Outcome.TAKEN and waiting.take_over.agent_id == agent:
        return interaction
    rules.check_taking(waiting.outcome, asked_by=waiting.asked_by_id, agent=agent)

    _keep(waiting, interaction, agent=agent, now=now)
    contacts.lead_on(interaction.pk, agent=agent)
    _note("take_over", interaction.pk, agent=agent, now=now)
    interaction.agent_id = agent
    return interaction


def _keep(waiting: HandOver, interaction: Interaction, *, agent: int, now: datetime) -> None:
    """Write down who took it over; the database lets in one, and the other is told."""
    checks = IdentityCheck.objects.filter(interaction=interaction).order_by("-pk")
    try:
        with transaction.atomic():
            TakeOver.objects.create(
                hand_over=waiting,
                agent_id=agent,
                taken_at=now,
                checks_before=checks.values_list("pk", flat=True).first() or 0,
                level=interaction.disclosure,
            )
    except IntegrityError:
        raise Obstacle("hand_over_taken") from None
    waiting.ended_at, waiting.outcome = now, Outcome.TAKEN
    waiting.save(update_fields=["ended_at", "outcome"])


def _note(verb: str, interaction: int, *, agent: int, now: datetime) -> None:
    actor = audit.actor_of(agent)
    audit.write(verb, contacts.INTERACTION, interaction, actor=actor, now=now)
