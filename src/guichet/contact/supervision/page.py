"""What a supervisor watches, as a page shows it: nothing of a case, and no whole number."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from guichet.contact.call_backs import queries as call_backs
from guichet.contact.call_backs.pages import rows as call_back_rows
from guichet.contact.call_backs.pages.words import TOPIC as CALLS
from guichet.contact.call_backs.pages.words import clock_of, name_of
from guichet.contact.calls import queries as calls
from guichet.contact.calls import rows as call_rows
from guichet.contact.calls import rules as of_calls
from guichet.contact.desk.forms import TOPIC as DESK
from guichet.contact.desk.queries import AGENTS, BY_AGENTS
from guichet.contact.supervision import queries
from guichet.contact.tiers import queries as tiers
from guichet.contact.tiers.words import TOPIC as TIERS
from guichet.eligibility.programme import NAME as ETA
from guichet.interactions.models import Interaction, Promise
from guichet.kernel import case_numbers
from guichet.staff.frame.words import moment, zone
from guichet.web.formats.dates import plain_day
from guichet.web.words import speaker, texts

TOPIC = "supervision_staff"
MOST = 200
NOBODY = 0  # whose call-backs none is: this page takes none


def of_now(language: str, *, now: datetime) -> dict[str, Any]:
    """Return what the page shows at a moment."""
    return {
        "says": speaker(language, TOPIC),
        "says_calls": speaker(language, CALLS),
        "at": f"{clock_of(now, language)} {zone(now, language)}",
        "is_attached": calls.is_attached(),
        "minutes": calls.wait_minutes(now=now),
        **_calls(language, now=now),
        **_call_backs(language, now=now),
        "agents": _by_agent(language, now=now),
        **_handed_over(language, now=now),
        **_promises(language, now=now),
    }


def _calls(language: str, *, now: datetime) -> Mapping[str, Any]:
    going_on = calls.going_on()[:MOST]
    waiting = [call for call in going_on if call_rows.is_waiting(call)]
    missed = calls.missed(now=now)[:MOST]
    return {
        "waiting": [call_rows.row(call, language, now=now) for call in waiting],
        "missed": [call_rows.missed_row(call, language) for call in missed],
    }


def _call_backs(language: str, *, now: datetime) -> Mapping[str, Any]:
    """Return the call-backs by their windows: those that are over, that go on, that come."""

    def shown(some: Any) -> list[dict[str, Any]]:
        return [call_back_rows.row(each, language, reader=NOBODY, now=now) for each in some[:MOST]]

    due = shown(call_backs.due(now=now))
    return {
        "overdue": [row for row in due if row["is_late"]],
        "due": [row for row in due if not row["is_late"]],
        "later": shown(call_backs.later(now=now)),
    }


def _handed_over(language: str, *, now: datetime) -> Mapping[str, Any]:
    """Return how many contacts wait to be taken over, and since when the first of them does."""
    waiting = tiers.waiting()
    longest = waiting.first()
    since = longest.asked_at if longest else now
    return {
        "says_tiers": speaker(language, TIERS),
        "has_tiers": settings.AGENCY.has(ETA),
        "handed_over": waiting.count() if longest else 0,
        "waits_since": clock_of(since, language),
        "waits_minutes": of_calls.minutes(max(now - since, now - now)),
    }


def _by_agent(language: str, *, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return the contacts that go on, by the names of their agents."""
    agents: dict[str, list[dict[str, Any]]] = {}
    for contact in queries.contacts_by_agent()[:MOST]:
        name = contact.agent.get_username() if contact.agent else ""
        agents.setdefault(name, []).append(_contact(contact, language, now=now))
    return agents


def _contact(contact: Interaction, language: str, *, now: datetime) -> dict[str, Any]:
    return {
        "number": contact.number,
        "name": case_numbers.for_people(contact.number),
        "channel": speaker(language, DESK)(f"channel.{contact.channel}"),
        "tongue": contact.language,
        "language": name_of(contact.language),
        "since": clock_of(contact.started_at, language),
        "minutes": of_calls.minutes(max(now - contact.started_at, now - now)),
    }


def _promises(language: str, *, now: datetime) -> Mapping[str, Any]:
    rows = list(queries.promises_due(now=now)[:MOST])
    return {
        "promises_overdue": [_promise(row, language) for row in rows if row.due_at <= now],
        "promises_today": [_promise(row, language) for row in rows if row.due_at > now],
    }


def _promise(promise: Promise, language: str) -> dict[str, Any]:
    """Return a promise with who keeps it: officers, an agent, or the agents where none is named."""
    agent = promise.interaction.agent
    of_agent = promise.owner == AGENTS and agent is not None
    key = f"promise.{promise.what}"
    say = speaker(language, DESK)
    return {
        "what": say(key if key in texts(DESK) else "promise.answer"),
        "name": case_numbers.for_people(promise.interaction.number),
        "number": promise.interaction.number,
        "agent": agent.get_username() if agent and of_agent else "",
        "owner": "agents" if promise.owner == AGENTS else "officers",
        "made": moment(promise.made_at, language),
        "due": str(plain_day(promise.due_on, language)),
        "is_of_agents": promise.interaction.channel in BY_AGENTS,
    }
