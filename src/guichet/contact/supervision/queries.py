"""Reads of what a supervisor watches: promises that are due, and the contacts of each agent."""

from datetime import datetime

from django.db.models import QuerySet

from guichet.contact.desk.queries import BY_AGENTS
from guichet.interactions.actions import end_of
from guichet.interactions.models import Interaction, Promise
from guichet.interactions.queries import promises_that_wait
from guichet.kernel.reading.days import authority_day


def contacts_by_agent() -> QuerySet[Interaction]:
    """Return the contacts that go on, those of one agent beside each other, the longest first."""
    rows = Interaction.objects.filter(ended_at=None, channel__in=BY_AGENTS)
    return rows.select_related("agent").order_by("agent__username", "started_at", "pk")


def promises_due(*, now: datetime) -> QuerySet[Promise]:
    """Return the open promises whose day is today or over, the longest overdue first."""
    rows = promises_that_wait().filter(due_at__lte=end_of(authority_day(now)))
    return rows.select_related("interaction__agent")
