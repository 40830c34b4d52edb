"""A case goes up to the officers out of a contact: a task of its own, with a promised day."""

from datetime import datetime

from django.db import transaction

from guichet.applications import worklist
from guichet.applications.contacts.records import OFFICERS
from guichet.applications.enquiries.actions import promised_on
from guichet.applications.models import Application, OfficerTask
from guichet.contact.actions import own
from guichet.interactions import actions as contacts
from guichet.interactions.models import Interaction, Promise
from guichet.interactions.rules import scrub
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

ESCALATION = OfficerTask.Kind.ESCALATION
LOOK = "look"  # what is promised: that an officer looks at it


@transaction.atomic
def escalate(
    pk: int, application: Application, words: str, *, agent: int, now: datetime
) -> Promise:
    """Give the officers a task about a case, due when the day ends that the caller is promised.

    Of one contact and one case it is one task until that is settled. Raises Obstacle:
    `interaction_ended`, `not_your_contact`, `invalid` without words of why, or for others than
    those that the officers have.
    """
    interaction = own(pk, agent=agent)
    waiting = OfficerTask.objects.filter(
        about=application, kind=ESCALATION, done_at=None, facts__contact=interaction.number
    )
    if earlier := waiting.first():
        promise = Promise.objects.get(pk=earlier.facts["promise"])
        if scrub(words.strip()) not in ("", promise.words):
            raise Obstacle("invalid", errors={"matter": "handed_up"})
        return promise
    if not words.strip():
        raise Obstacle("invalid", errors={"matter": "required"})

    promise = contacts.make_promise(
        pk,
        LOOK,
        due_on=promised_on("other", now=now),
        owner=OFFICERS,
        words=scrub(words.strip()),
        agent=agent,
        now=now,
    )
    _list(application, promise, interaction, now=now)
    actor = audit.actor_of(agent)
    audit.write("escalate", "application", application.pk, actor=actor, now=now)
    return promise


def _list(
    application: Application, promise: Promise, interaction: Interaction, *, now: datetime
) -> None:
    worklist.add_task(
        application,
        ESCALATION,
        cause=promise.pk,
        now=now,
        due_at=promise.due_at,
        contact=interaction.number,
        promise=promise.pk,
        by=interaction.agent.get_username() if interaction.agent else "",
    )
