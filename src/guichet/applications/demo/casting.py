"""Who can live a story of the demonstration: found by the agency's own law, list and form.

A story says whether somebody has to wait for an officer in it. By the law of one agency that is a
nationality, by that of another nobody waits who has nothing to declare, or everybody does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from guichet.applications.decisions.grounds import case_facts_of, eligibility_of
from guichet.applications.decisions.rules import ETA_ROWS, History, review_reasons
from guichet.applications.demo import people
from guichet.applications.demo.people import ORIGINS
from guichet.applications.demo.stories import OFFENCE, REFUSED_BEFORE, URGENT, Story
from guichet.applications.form.answers import reading_of
from guichet.eligibility.conditions import NO_LIST
from guichet.eligibility.content import law, today

# What somebody declares so that an officer looks, where no nationality alone is looked at.
_EYED: Sequence[Mapping[str, object]] = ({}, OFFENCE, REFUSED_BEFORE, URGENT)

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Cast:
    """The stories that can be lived, with the people who can live them, and those that cannot."""

    stories: tuple[Story, ...]
    left_out: tuple[str, ...]


def cast(stories: Sequence[Story], *, now: datetime) -> Cast:
    """Return the stories with an origin and answers by which each goes as it says."""
    roles: dict[str, Story] = {}
    nationalities = _listed(now=now)
    for story in stories:
        origins = list(_origins(story, roles, nationalities))
        if role := _fitting(story, origins, now=now):
            roles[story.key] = role
    return Cast(
        stories=tuple(roles.values()),
        left_out=tuple(story.key for story in stories if story.key not in roles),
    )


def answers_of(story: Story, person: int, *, now: datetime) -> dict[str, object]:
    """Return what a person answers on the day on which the story begins."""
    began, origin = now - story.ago, people.origin_of(story.origin)
    # Who waits has the journey before them on the day on which the demonstration is filled.
    counted_from = now if story.ago < LATELY else began
    journey = people.journey(person, on=today(counted_from))
    changes = {**journey, **story.changes}
    answers = people.answers(origin, person, on=today(began), changes=changes)
    return people.fitted(answers, now=began)


def _origins(
    story: Story, roles: Mapping[str, Story], nationalities: Sequence[str]
) -> Iterator[str]:
    """Yield where the person may come from, the best first."""
    if story.passport_of:
        if story.passport_of in roles:
            yield roles[story.passport_of].origin
        return
    elsewhere = [other.origin for other in roles.values()]
    yield from dict.fromkeys((story.origin, *elsewhere, *ORIGINS, *nationalities))


def _listed(*, now: datetime) -> list[str]:
    """Return every nationality that is on a list today and has passports."""
    entries = law().at(law().noon_of(today(now))).nationalities
    issuers = law().codes.issuers
    return sorted(code for code in entries if code in issuers and entries[code].list != NO_LIST)


def _fitting(story: Story, origins: Sequence[str], *, now: datetime) -> Story | None:
    began = now - story.ago
    if today(began) < law().first_day:
        return None
    for changes in _EYED if story.waits == "officer" else _EYED[:1]:
        for origin in origins:
            candidate = replace(story, origin=origin, changes={**changes, **story.changes})
            if _goes_so(candidate, now=now):
                return candidate
    return None


def _goes_so(story: Story, *, now: datetime) -> bool:
    """Tell whether somebody who answers so can apply, and waits as the story says."""
    began = now - story.ago
    answers = answers_of(story, 0, now=now)
    reading = reading_of(answers, now=began)
    if reading.errors:
        return False
    row = eligibility_of(reading.answers, at=law().noon_of(today(began))).row
    if row not in ETA_ROWS:
        return False
    case = case_facts_of(reading.answers)
    reasons = review_reasons(case, History(), row=row, today=today(began))
    ways = {"": True, "rule": not reasons, "officer": bool(reasons)}
    return ways.get(story.waits, story.waits in reasons)
