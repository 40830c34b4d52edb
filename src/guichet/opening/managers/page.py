"""What the pages of an office's opening show: closures, whom they hit, how far they have come."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from guichet.booking.forms.interpreting import spoken_by
from guichet.booking.models import Appointment
from guichet.booking.schedule import closures
from guichet.kernel.content.layers import shown_in
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, Office, Service
from guichet.opening import queries, releases
from guichet.opening.hours.release_rules import ReleaseRules, rules_of
from guichet.opening.models import Outcome
from guichet.opening.releases import Release
from guichet.web.formats import dates

TOPIC = "opening"
SHOWN = 300  # people on one page

Fields = Mapping[str, object]


def named(names: Mapping[str, str], language: str) -> str:
    """Return the name of an office or a service in a language, or else in the agency's first."""
    return names[shown_in(names, language)]


def office_context(office: Office, language: str, *, now: datetime) -> dict[str, object]:
    """Return what the page of an office says: its closures to come, and what was done before."""
    entries = queries.history(office)
    people = _accounts(entry.actor for entry in entries)
    rows = releases.next_releases(office, now=now)
    return {
        "rules": rules_in_words(rules_of(office), language),
        "releases": [release_entry(row, language) for row in rows],
        "closures": [
            closure_entry(closure, language) for closure in queries.closures_ahead(office, now=now)
        ],
        "history": [_line(entry, office, people, language) for entry in entries],
    }


def rules_in_words(rules: ReleaseRules, language: str) -> Fields:
    """Return rules of the release as pages say them."""
    return {
        "key": "releases.rules" if rules.is_random else "releases.sharp_rules",
        "horizon": dates.number(rules.horizon, language),
        "time": dates.clock(rules.at.hour, rules.at.minute, language),
        "window": dates.number(rules.window, language),
        "percent": dates.number(100 - rules.held_back, language),
    }


def release_entry(release: Release, language: str) -> Fields:
    """Return when a day opens, as it is announced, and what of it."""
    return {
        "starts": dates.moment(release.starts_at, language),
        "ends": dates.time_of(release.ends_at, language),
        "day": dates.long_day(release.day, language),
        "places": [
            (named(places.service.names, language), places.public, places.staff)
            for places in release.places
        ],
    }


def closure_entry(closure: Closure, language: str) -> Fields:
    """Return a closure in words, and how far it has come with whom it hits."""
    starts_at, ends_at = closures.bounds(closure)
    return {
        "pk": closure.pk,
        **span(starts_at, ends_at, closure.office, language),
        "reason": f"reason.{closure.reason}" if closure.reason else "",
        "own_reason": named(closure.reasons, language) if closure.reasons else "",
        "plan": closure.plan,
        "is_change": closure.is_change,
        "counts": {
            **queries.counts(queries.outcomes_of(closure.pk)),
            "waiting": queries.outstanding(closure).count() if closure.plan else 0,
        },
        "ended_at": "",
    }


def ended_entry(line: AuditEntry, office: Office, language: str) -> Fields:
    """Return a closure that was taken back, as the record tells of it, and by whom it was."""
    reason = line.facts.get("reason")
    return {
        "pk": line.record,
        **_about(line.facts, office, language),
        "reason": f"reason.{reason}" if reason else "",
        "own_reason": "",
        "plan": line.facts.get("plan", ""),
        "is_change": False,
        "counts": {**queries.counts(queries.outcomes_of(line.record)), "waiting": 0},
        "ended_at": _moment(line.at, office=office, language=language),
        "ended_by": _accounts([line.actor]).get(line.actor, ""),
    }


def span(starts_at: datetime, ends_at: datetime, office: Office, language: str) -> Fields:
    """Return from when till when, on the clock of the office."""
    say = partial(_moment, office=office, language=language)
    return {"starts": say(starts_at), "ends": say(ends_at)}


def people(
    appointments: Iterable[Appointment], office: Office, language: str, *, named_ones: bool
) -> list[Fields]:
    """Return whom a closure hits as the desk sees them; without names where those are not seen."""
    return [
        {
            "at": _moment(person.slot.starts_at, office=office, language=language),
            "name": person.name if named_ones else "",
            "service": named(person.service.names, language),
            "speaks": spoken_by(person.language, language),
            "channels": _channels(person),
        }
        for person in appointments
    ]


def callers(outcomes: Iterable[Outcome], office: Office, language: str) -> list[Fields]:
    """Return whom to call, with what they are to hear."""
    say = partial(_moment, office=office, language=language)
    return [
        {
            "pk": outcome.pk,
            "name": outcome.appointment.name,
            "phone": outcome.appointment.phone,
            "extension": outcome.appointment.phone_extension,
            "speaks": spoken_by(outcome.appointment.language, language),
            "at": say(outcome.appointment.slot.starts_at),
            "kind": outcome.kind,
            "offered": say(outcome.offered_at) if outcome.offered_at else "",
            "until": say(outcome.kept_until) if outcome.kept_until else "",
        }
        for outcome in outcomes
    ]


def outcomes_of(closure: int, office: Office, language: str, *, named_ones: bool) -> list[Fields]:
    """Return what became of each person so far, the soonest appointment first."""
    people = queries.outcomes_of(closure).select_related("appointment__slot")
    rows = list(people[:SHOWN])
    back = queries.back_again(rows)
    say = partial(_moment, office=office, language=language)
    return [
        {
            "pk": row.appointment_id if row.appointment.slot.office_id == office.pk else None,
            "name": row.appointment.name if named_ones else "",
            "at": say(row.appointment.slot.starts_at),
            "speaks": spoken_by(row.appointment.language, language),
            "kind": row.kind,
            "offered": say(row.offered_at) if row.offered_at else "",
            "answer": "back" if row.pk in back else row.answer,
            "told_by": row.told_by,
        }
        for row in rows
    ]


def _channels(person: Appointment) -> list[str]:
    return [*(["mail"] if person.email else []), *(["phone"] if person.phone else [])]


def _line(entry: AuditEntry, office: Office, people: Mapping[str, str], language: str) -> Fields:
    return {
        "verb": entry.verb,
        "closure": entry.record or None,  # a change of hours that took no time has none
        "at": _moment(entry.at, office=office, language=language),
        "by": people.get(entry.actor, ""),
        **_about(entry.facts, office, language),
    }


def _about(facts: Mapping[str, Any], office: Office, language: str) -> Fields:
    """Return what a line is about: the span of a closure, or whose hours from which day."""
    if "starts_at" in facts:
        starts_at, ends_at = (
            datetime.fromisoformat(str(facts[name])) for name in ("starts_at", "ends_at")
        )
        return span(starts_at, ends_at, office, language)
    if "service" not in facts:
        return {}
    service = Service.objects.filter(pk=facts["service"]).first()
    day = date.fromisoformat(str(facts["day"]))
    return {
        "service": named(service.names, language) if service else "",
        "day": dates.long_day(day, language),
        "kind": facts["kind"],
    }


def _accounts(actors: Iterable[str]) -> dict[str, str]:
    keys = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    accounts = User.objects.filter(pk__in=keys).values_list("pk", "username") if keys else ()
    return {f"staff:{pk}": name for pk, name in accounts}


def _moment(at: datetime, *, office: Office, language: str) -> str:
    return dates.moment(at.astimezone(ZoneInfo(office.time_zone)), language)
