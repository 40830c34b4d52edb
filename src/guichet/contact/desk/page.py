"""What the agents' pages show: their contacts, and one with what was written down of it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.applications.contacts import opened
from guichet.contact import queries as checks
from guichet.contact.articles.actions import ACTION as SEND_PAGE
from guichet.contact.desk import queries, rules
from guichet.contact.desk.forms import TOPIC
from guichet.contact.desk.queries import Reader
from guichet.contact.desk.rules import LastSet
from guichet.contact.desk.sending import SENDS
from guichet.contact.desk.telling import TELLS
from guichet.contact.disclosure import table
from guichet.contact.models import IdentityCheck
from guichet.contact.queries import furthest
from guichet.contact.rules import allows
from guichet.contact.searching.queries import chosen
from guichet.contact.searching.rules import may_search
from guichet.contact.tiers.words import TOPIC as TIERS
from guichet.eligibility.programme import NAME as ETA
from guichet.guidance.words import TOPIC as OFFERS
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers, clock
from guichet.staff import roles
from guichet.staff.frame import languages, pages
from guichet.staff.frame.words import moment
from guichet.web import visits
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL, of
from guichet.web.pages import render
from guichet.web.words import speaker

ANSWER, SEE, SUPERVISE = "answer", "see_contacts", "supervise"


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads: agents their own contacts, supervisors and auditors those of all."""
    user = request.user
    assert user.pk is not None
    sees_all = roles.has(user, SUPERVISE) or not roles.has(user, ANSWER)
    return Reader(pk=int(user.pk), sees_all=sees_all)


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/contact_staff/, said by `says`."""
    values = {**_words(of(request)), **context}
    return pages.show(request, f"contact_staff/{template}.html", values, status)


def show_part(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Answer with a part of a page, for a script; what the next page is to say is left to it."""
    values = {**_words(of(request)), **context}
    response = render.page(
        request, f"contact_staff/{template}.html", values, complete=languages.CODES
    )
    visits.make_private(response)
    return response


def _words(language: str) -> dict[str, object]:
    return {
        "says": speaker(language, TOPIC),
        "says_tiers": speaker(language, TIERS),
        "at_moment": lambda at: moment(at, language),
        "on_day": lambda on: plain_day(on, language),
        "number_of": case_numbers.for_people,
        "tongues": ALL,
        "offers": speaker(language, OFFERS),
    }


def lists(reader: Reader, *, now: datetime) -> dict[str, Any]:
    """Return the contacts that go on, with their minutes so far, and those that ended last."""
    return {
        "going_on": [(contact, _minutes(contact, now=now)) for contact in queries.going_on(reader)],
        "ended": [] if reader.sees_all else queries.ended_lately(reader),
        "sees_all": reader.sees_all,
        "has_tiers": settings.AGENCY.has(ETA),
        "promises": queries.promises_of_agents(reader),
    }


def of_contact(contact: Interaction, reader: Reader, *, now: datetime) -> dict[str, Any]:
    """Return what the page of a contact shows of the contact itself."""
    return {
        "contact": contact,
        "tongue": ALL.get(contact.language),
        "speakers": [person.role for person in contact.participants.all()],
        "notes": list(contact.notes.all()),
        "promises": list(contact.promises.all()),
        "agents": queries.AGENTS,
        "minutes": _minutes(contact, now=now),
        "is_own": (is_own := contact.agent_id == reader.pk),
        "furthest": "" if is_own else furthest(contact),
        "goes_on": contact.ended_at is None,
    }


def of_caller(
    contact: Interaction, roles_held: AbstractSet[str], *, now: datetime
) -> dict[str, Any]:
    """Return what the page says of who calls: how far the last set goes, and what is open.

    `reach` is what proof could ever open for these roles: for the rest the page asks for none.
    """
    check, levels = checks.last_check(contact.pk), table()
    could = _could(contact, check, roles_held)
    if check is None:
        return {**could, "verdict": "", "sends": [], "opened": [], "here": set()}
    last = LastSet(
        level=check.level,
        facts=frozenset(check.facts),
        failures=checks.failures(check.subject, now=now),
        channel=checks.channel_of(contact),
    )
    sends = {action for action in SENDS if allows(levels, roles_held, check.level, action)}
    cases = [_opened(check, roles_held, contact, now=now) for check in checks.opened(contact.pk)]
    return {
        **could,
        "verdict": rules.verdict(levels, roles_held, last),
        "level": check.level,
        "sends": [action for action in SENDS if action in sends],
        "opened": cases,
        "tells": list(TELLS),
        "here": sends.union(*(entry["allows"] for entry in cases[:1])),  # has a place on the page
    }


def _could(
    contact: Interaction, check: IdentityCheck | None, roles_held: AbstractSet[str]
) -> dict[str, Any]:
    """Return what could be opened or searched in a contact, whatever was proven in it."""
    levels, speakers = table(), [person.role for person in contact.participants.all()]
    return {
        "reach": {
            a for a in levels.actions if allows(levels, roles_held, levels.levels[-1].name, a)
        },
        "may_search": may_search(levels, roles_held, speakers),
        "sends_page": check is not None and allows(levels, roles_held, check.level, SEND_PAGE),
        "has_chosen": chosen(contact.pk) is not None,
    }


def colleagues(contact: Interaction, check: int, reader: Reader) -> dict[str, Any] | None:
    """Return who else has a case open that a contact of the reader's opened; None for no such."""
    if contact.ended_at is not None or contact.agent_id != reader.pk:
        return None
    cases = (case for case in checks.opened(contact.pk) if case.pk == check)
    case = next(cases, None)
    return _others(case, reader.pk, now=clock.now()) if case else None


def _others(check: IdentityCheck, reader: int, *, now: datetime) -> dict[str, Any]:
    """Return who else has the case of a check open: agents by their names, officers unnamed."""
    case = check.application
    assert case
    return {
        "pk": check.pk,
        "colleagues": queries.colleagues(case.number, besides=check.interaction_id),
        "has_officer": opened.is_with_officer(case.pk, besides=reader, now=now),
    }


def _opened(
    check: IdentityCheck, roles_held: AbstractSet[str], contact: Interaction, *, now: datetime
) -> dict[str, Any]:
    """Return a case that is open, with what may be done in it."""
    every = table().actions
    return {
        **_others(check, contact.agent_id or 0, now=now),
        "level": check.level,
        "facts": check.facts,
        "application": check.application,
        "allows": {a for a in every if allows(table(), roles_held, check.level, a)},
    }


def _minutes(contact: Interaction, *, now: datetime) -> int:
    return int(((contact.ended_at or now) - contact.started_at).total_seconds() // 60)
