"""Every write of an agent about a contact itself: begin, write down, end."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from guichet.contact.actions import change_speakers, own, speakers_of
from guichet.contact.desk import queries, rules
from guichet.contact.queries import went_to_officers
from guichet.eligibility.programme import NAME as ETA
from guichet.interactions import actions as contacts
from guichet.interactions import changing
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction, InteractionNote, Promise
from guichet.interactions.rules import scrub
from guichet.kernel import keyring
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone

TOLD = InteractionNote.Kind.TOLD
INTERNAL = InteractionNote.Kind.INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, and in which language."""

    speaks: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What an agent typed on a page: for colleagues, and what was told; `once`: the page's mark."""

    internal: str
    told: str
    language: str
    once: str
    told_before: str = ""  # the mark of the words that the page showed as told


def begin(
    *, channel: str, language: str, speaks: str, agent: int, once: str, now: datetime
) -> Interaction:
    """Begin a contact of this agent; pressed twice, also at one moment, it is one."""
    contact = Contact(
        channel=channel,
        language=language,
        agent=agent,
        once=once,
        participants=tuple((role, "unknown") for role in rules.SPEAKERS[speaks]),
    )
    return contacts.begin(contact, now=now)


@transaction.atomic
def change_speaker(pk: int, speaker: Speaker, *, agent: int, now: datetime) -> str:
    """Say who speaks from now on, in which language; return what changed: who, language, nothing.

    Whoever else speaks has proven nothing yet. Raises Obstacle: `interaction_ended`,
    `not_your_contact`.
    """
    contact = own(pk, agent=agent)
    change = "nothing"
    if contact.language != speaker.language:
        changing.change_language(pk, speaker.language, agent=agent, now=now)
        change = "language"
    if rules.speaks(speakers_of(contact)) != speaker.speaks:
        change_speakers(pk, rules.SPEAKERS[speaker.speaks], agent=agent, now=now)
        change = "who"
    return change


@transaction.atomic
def write_down(pk: int, notes: Notes, *, agent: int, now: datetime) -> bool:
    """Write down what staff should know and what was told; tell whether there was anything.

    Raises Obstacle: `interaction_ended`, `not_your_contact`.
    """
    own(pk, agent=agent)
    if note := emptied(pk, notes, agent=agent):
        changing.take_out(note.pk, author=agent, now=now)
        return _added(pk, notes, agent=agent, now=now) or True
    last = queries.last_told(pk, agent)
    if last is not None and last.words == notes.told.strip():
        notes = replace(notes, told="")  # it stands there already
    elif last is not None and notes.told.strip() and notes.told_before == mark_of(last):
        changing.put_right(last.pk, notes.told, author=agent, now=now)
        return _added(pk, replace(notes, told=""), agent=agent, now=now) or True
    return _added(pk, notes, agent=agent, now=now)


def emptied(pk: int, notes: Notes, *, agent: int) -> InteractionNote | None:
    """Return what was told and is taken out: the page showed it, and its field is empty now."""
    last = queries.last_told(pk, agent)
    is_emptied = not notes.told.strip() and notes.told_before == mark_of(last)
    return last if is_emptied else None


def mark_of(note: InteractionNote | None) -> str:
    """Return what a page says of the words that it shows as told: they, and no others, change."""
    return keyring.working("told", note.pk, note.words).hex()[:32] if note else ""


def _added(pk: int, notes: Notes, *, agent: int, now: datetime) -> bool:
    is_written = False
    for kind, words in ((INTERNAL, notes.internal), (TOLD, notes.told)):
        if words.strip():
            once = _mark(pk, words, kind=kind, once=notes.once)
            contacts.note(
                pk, words, kind=kind, language=notes.language, author=agent, once=once, now=now
            )
            is_written = True
    return is_written


def _mark(pk: int, words: str, *, kind: str, once: str) -> str:
    """Return the mark of a page for a note, or a fresh one where other words were sent under it."""
    mark = f"{once[:40]}-{kind[0]}"
    note = InteractionNote.objects.filter(interaction=pk, once=mark).first()
    kept_words = scrub(words.strip()) if kind == INTERNAL else words.strip()
    is_same = note is None or note.words == kept_words
    return mark if is_same else f"{secrets.token_urlsafe(24)}-{kind[0]}"


def _stands(interaction: Interaction, notes: Notes) -> bool:
    """Tell whether all words of a page are written down already."""
    words = set(interaction.notes.values_list("words", flat=True))
    return words.issuperset({scrub(notes.internal.strip()), notes.told.strip()} - {""})


@transaction.atomic
def end(pk: int, outcome: str, notes: Notes, *, agent: int, now: datetime) -> Interaction:
    """End a contact with what came of it and what was told; ended twice it is ended once.

    Raises Obstacle: `not_your_contact`, `invalid` with what is missing, `interaction_ended` where
    it ended otherwise than is said now, or without these words.
    """
    interaction = Interaction.objects.select_for_update().get(pk=pk)
    if interaction.ended_at is not None and interaction.agent_id == agent:
        if interaction.outcome != outcome or not _stands(interaction, notes):
            raise Obstacle("interaction_ended")
        return interaction
    own(pk, agent=agent)
    over = emptied(pk, notes, agent=agent)
    has_told = interaction.notes.filter(kind=TOLD).exclude(pk=over.pk if over else 0).exists()
    is_with_officers = not settings.AGENCY.has(ETA) or went_to_officers(interaction)
    rules.check_end(outcome, notes.told, has_told=has_told, is_with_officers=is_with_officers)

    write_down(pk, notes, agent=agent, now=now)
    return contacts.end(pk, outcome, now=now)


@transaction.atomic
def promise(pk: int, what: str, *, due_on: date, agent: int, now: datetime) -> Promise:
    """Promise something in this contact by a day; the same promised twice is promised once.

    Raises Obstacle: `interaction_ended`, `not_your_contact`, or `invalid` for its day.
    """
    interaction = own(pk, agent=agent)
    waiting = interaction.promises.filter(what=what, due_on=due_on, kept_at=None, told_at=None)
    if earlier := waiting.first():
        return earlier
    rules.check_promise(due_on, today=now.astimezone(authority_zone()).date())
    return contacts.make_promise(
        pk, what, due_on=due_on, owner=queries.AGENTS, agent=agent, now=now
    )


@transaction.atomic
def keep(pk: int, promise: int, *, agent: int, now: datetime) -> Promise:
    """Say that a promise of agents was kept; also once its contact has ended.

    Raises Obstacle: `not_your_contact`, `no_promise`.
    """
    contact = Interaction.objects.get(pk=pk)
    if contact.agent_id != agent:
        raise Obstacle("not_your_contact")
    if not contact.promises.filter(pk=promise, owner=queries.AGENTS).exists():
        raise Obstacle("no_promise")
    return contacts.keep(promise, agent=agent, now=now)
