"""Every write about contacts: begin, name, note, promise, keep, tell anew, end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from guichet.interactions import rules
from guichet.interactions.models import Interaction, InteractionNote, Participant, Promise, Subject
from guichet.kernel import case_numbers
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.kernel.record import audit

INTERACTION, NUMBER = "interaction", "I"
KEPT_WITH = frozenset({"application", "appointment", "enquiry"})  # an interaction about one


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How somebody was in contact: over which channel, in which language, with whom."""

    channel: str
    language: str
    direction: str = Interaction.Direction.IN
    agent: int | None = None
    centre: str = ""
    once: str | None = None
    subjects: Sequence[tuple[str, str]] = ()  # kind and number
    participants: Sequence[tuple[str, str]] = field(
        default=((Participant.Role.CLIENT, Participant.Certainty.UNKNOWN),)
    )  # role, and how sure it is


@transaction.atomic
def begin(contact: Contact, *, now: datetime) -> Interaction:
    """Begin an interaction; one that was begun from the same page already is returned."""
    if earlier := _begun_before(contact):
        return earlier
    try:
        interaction = _new(contact, now=now)
    except IntegrityError:  # the same press arrived twice at once
        if earlier := _begun_before(contact):
            return earlier
        raise
    if contact.agent:
        note_deed("begin", interaction, agent=contact.agent, now=now, channel=contact.channel)
    return interaction


def _begun_before(contact: Contact) -> Interaction | None:
    return Interaction.objects.filter(once=contact.once).first() if contact.once else None


def _new(contact: Contact, *, now: datetime) -> Interaction:
    interaction = Interaction(
        direction=contact.direction,
        channel=contact.channel,
        language=contact.language,
        started_at=now,
        agent_id=contact.agent,
        centre=contact.centre,
        once=contact.once,
        has_case=any(kind in KEPT_WITH for kind, _ in contact.subjects),
    )
    case_numbers.save(interaction, NUMBER)
    Subject.objects.bulk_create(
        Subject(interaction=interaction, kind=kind, number=number)
        for kind, number in contact.subjects
    )
    Participant.objects.bulk_create(
        Participant(interaction=interaction, role=role, certainty=certainty)
        for role, certainty in contact.participants
    )
    return interaction


@transaction.atomic
def record(contact: Contact, *, outcome: str, now: datetime) -> Interaction:
    """Record a contact that began and ended at once, as a letter does: what it did says the record.

    Raises IntegrityError for a page that was recorded before.
    """
    interaction = _new(contact, now=now)
    interaction.ended_at, interaction.outcome = now, outcome
    interaction.save(update_fields=["ended_at", "outcome"])
    return interaction


@transaction.atomic
def add_subject(pk: int, kind: str, number: str) -> Subject:
    """Say what an interaction is about as well; once is enough."""
    interaction = going_on(pk)

    subject, _ = Subject.objects.get_or_create(interaction=interaction, kind=kind, number=number)
    if kind in KEPT_WITH and not interaction.has_case:
        interaction.has_case = True
        interaction.save(update_fields=["has_case"])
    return subject


@transaction.atomic
def add_participant(pk: int, role: str, *, certainty: str, name: str = "") -> Participant:
    """Say who takes part as well, under the name that they gave."""
    interaction = going_on(pk)
    return Participant.objects.create(
        interaction=interaction, role=role, certainty=certainty, name=name
    )


@transaction.atomic
def note(
    pk: int,
    words: str,
    *,
    kind: str,
    language: str,
    author: int | None,
    once: str,
    now: datetime,
) -> InteractionNote:
    """Write down what was told, or what staff should know; sent twice it is one note.

    Numbers of passports are taken out of what is internal before it is kept.
    """
    rules.check_words(words)
    interaction = going_on(pk)
    internal = kind == InteractionNote.Kind.INTERNAL

    words_kept, is_new = InteractionNote.objects.get_or_create(
        interaction=interaction,
        once=once,
        defaults={
            "kind": kind,
            "words": rules.scrub(words.strip()) if internal else words.strip(),
            "language": language,
            "author_id": author,
            "written_at": now,
        },
    )
    if is_new and author:
        note_deed("note", interaction, agent=author, now=now, kind=kind)
    return words_kept


def end_of(day: date) -> datetime:
    """Return when a day of the authority is over."""
    return datetime.combine(day + timedelta(days=1), time.min, authority_zone())


@transaction.atomic
def make_promise(
    pk: int,
    what: str,
    *,
    due_on: date,
    owner: str,
    words: str = "",
    agent: int | None = None,
    now: datetime,
) -> Promise:
    """Promise something by the end of a day; also of an interaction that has ended."""
    interaction = Interaction.objects.select_for_update().get(pk=pk)
    due_at = end_of(due_on)
    rules.check_due(due_at, now=now)

    promise = Promise.objects.create(
        interaction=interaction,
        what=what,
        words=words,
        owner=owner,
        made_at=now,
        due_on=due_on,
        due_at=due_at,
    )
    if agent:
        note_deed("promise", interaction, agent=agent, now=now, what=what)
    return promise


@transaction.atomic
def keep(pk: int, *, agent: int | None = None, now: datetime) -> Promise:
    """Say that a promise was kept, also after its day; one that is over stays as it is."""
    promise = Promise.objects.select_for_update().select_related("interaction").get(pk=pk)
    if not promise.is_open:
        return promise

    promise.kept_at = now
    promise.save(update_fields=["kept_at"])
    if agent:
        note_deed("keep", promise.interaction, agent=agent, now=now, what=promise.what)
    return promise


@transaction.atomic
def tell(pk: int, *, due_on: date, agent: int | None = None, now: datetime) -> Promise:
    """Say before its day that a promise will not be kept, and promise another day instead.

    Raises Obstacle: `promise_over`, or `promise_overdue` once its day is over.
    """
    promise = Promise.objects.select_for_update().select_related("interaction").get(pk=pk)
    if not promise.is_open:
        raise Obstacle("promise_over")
    rules.check_told(promise.due_at, now=now)
    due_at = end_of(due_on)
    rules.check_due(due_at, now=now)

    promise.told_at = now
    promise.save(update_fields=["told_at"])
    if agent:
        note_deed("tell", promise.interaction, agent=agent, now=now, what=promise.what)
    return Promise.objects.create(
        interaction=promise.interaction,
        what=promise.what,
        words=promise.words,
        owner=promise.owner,
        made_at=now,
        due_on=due_on,
        due_at=due_at,
        follows=promise,
    )


@transaction.atomic
def end(pk: int, outcome: str, *, now: datetime) -> Interaction:
    """End an interaction with what came of it; ended twice it is ended once."""
    interaction = Interaction.objects.select_for_update().get(pk=pk)
    if interaction.ended_at is not None:
        return interaction

    interaction.ended_at, interaction.outcome = now, outcome
    interaction.save(update_fields=["ended_at", "outcome"])
    if interaction.agent_id:
        note_deed("end", interaction, agent=interaction.agent_id, now=now, outcome=outcome)
    return interaction


def going_on(pk: int) -> Interaction:
    """Return an interaction that has not ended, locked; raise Obstacle for another."""
    interaction = Interaction.objects.select_for_update().filter(pk=pk).first()
    if interaction is None:
        raise Obstacle("not_found")
    if interaction.ended_at is not None:
        raise Obstacle("interaction_ended")
    return interaction


def note_deed(
    verb: str, interaction: Interaction, *, agent: int, now: datetime, **facts: object
) -> None:
    """Note in the record what an agent did about a contact."""
    actor = audit.actor_of(agent)
    audit.write(verb, INTERACTION, interaction.pk, actor=actor, now=now, **facts)


@transaction.atomic
def reach(pk: int, level: str) -> None:
    """Note how much of a case was disclosed in a contact: the highest level that was reached."""
    interaction = going_on(pk)
    levels = list(Interaction.Disclosure.values)
    if levels.index(level) > levels.index(interaction.disclosure):
        interaction.disclosure = level
        interaction.save(update_fields=["disclosure"])


def recognize(pk: int, role: str) -> None:
    """Note that it is sure who somebody is that takes part, after what they proved."""
    Participant.objects.filter(interaction=pk, role=role, left_at=None).update(
        certainty=Participant.Certainty.KNOWN
    )


@transaction.atomic
def lead_on(pk: int, *, agent: int) -> None:
    """Have another agent lead a contact from now on."""
    interaction = going_on(pk)
    interaction.agent_id = agent
    interaction.save(update_fields=["agent"])


@transaction.atomic
def play(pk: int, scenario: str, version: int, answers: Sequence[str]) -> Interaction:
    """Note which scenario a contact plays, in which version, and how far its answers lead."""
    interaction = going_on(pk)
    interaction.scenario, interaction.scenario_version = scenario, version
    interaction.answers = list(answers)
    interaction.save(update_fields=["scenario", "scenario_version", "answers"])
    return interaction
