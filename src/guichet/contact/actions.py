"""Every write of an agent about a case: prove who calls, and look only because of that."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime

from django.db import connection, transaction

from guichet.applications import numbers
from guichet.applications import queries as applications
from guichet.applications.models import Application
from guichet.contact import codes, identity, queries, rules
from guichet.contact.disclosure import table
from guichet.contact.identity import CODE, Comparison
from guichet.contact.models import CaseLook, IdentityCheck, SearchHit
from guichet.contact.rules import Proof
from guichet.contact.searching.queries import chosen
from guichet.interactions import actions as contacts
from guichet.interactions import changing
from guichet.interactions.models import Interaction
from guichet.kernel import keyring, references
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

UNHEARD = Comparison(application=None, subject="", fits=False)  # of whom nothing is compared
APPLICATION = "application"  # the kind of subject
BLIND = "send"  # up to here nothing is told of whether anything fits


@transaction.atomic
def prove(
    pk: int,
    facts: Mapping[str, str | date],
    *,
    agent: int,
    roles: AbstractSet[str],
    page: str = "",
    now: datetime,
) -> IdentityCheck:
    """Compare what a caller said with the case; return how far it goes, and only that.

    Raises Obstacle: `interaction_ended`, `not_your_contact`, `another_case` where the contact is
    about another one already, or `invalid` for a number that is none whatever the case, which is no
    set that failed, or `said_by_another` for a set that was compared on this page before somebody
    else came to speak. The check keeps the names of the facts
    and nothing that was said. The same set from the same page, by its mark, is compared once: who
    loads the answer again has tried no second time.
    """
    interaction = own(pk, agent=agent)
    _check_number(str(facts.get("number", "")))
    once = _once(page, facts)
    if earlier := IdentityCheck.objects.exclude(once=b"").filter(interaction=pk, once=once).first():
        if earlier.dropped_at:
            raise Obstacle("said_by_another")
        return earlier
    check = _compared(interaction, facts, roles=roles, once=once, now=now)
    actor = audit.actor_of(agent)
    audit.write("prove", contacts.INTERACTION, pk, actor=actor, now=now, level=check.level)
    return check


def _check_number(text: str) -> None:
    if text and not numbers.is_number(numbers.read(text)):
        is_another = references.is_number(references.read_number(text))
        code = "of_appointment" if is_another else "mistyped"
        raise Obstacle("invalid", errors={"number": code})


def _once(page: str, facts: Mapping[str, str | date]) -> bytes:
    statements = [f"{name}={statement}" for name, statement in sorted(facts.items())]
    return keyring.working("identity check", page, *statements) if page else b""


def _compared(
    interaction: Interaction,
    facts: Mapping[str, str | date],
    *,
    roles: AbstractSet[str],
    once: bytes,
    now: datetime,
) -> IdentityCheck:
    """Keep how far a set goes that is new, and note in the contact what it opens."""
    speaks = _speaks(interaction)
    comparison = _comparison(interaction, speaks, facts, now=now)
    proof = Proof(
        facts=facts.keys(),
        fits=comparison.fits,
        failures=queries.failures(comparison.subject, now=now),
        channel=queries.channel_of(interaction),
        participant=speaks,
    )

    level = rules.reached(table(), roles, proof)
    opens = comparison.application if table().rank(level) > table().rank(BLIND) else None
    if opens:
        _check_case(interaction, opens.number)

    check = _kept(interaction, comparison, proof, level, once=once, now=now)
    if opens:
        contacts.add_subject(interaction.pk, APPLICATION, opens.number)
        contacts.reach(interaction.pk, level)
        contacts.recognize(interaction.pk, proof.participant)
    return check


def _check_case(interaction: Interaction, number: str) -> None:
    """Raise Obstacle("another_case") where a contact is about the case of somebody else.

    What is told, promised and noted in a contact is read with its case, by officers and by whoever
    has its number and PIN: of two cases each would read what was said to the other.
    """
    subjects = interaction.subjects.filter(kind=APPLICATION)
    if subjects.exclude(number=number).exists():
        raise Obstacle("another_case")


def _comparison(
    interaction: Interaction, speaks: str, facts: Mapping[str, str | date], *, now: datetime
) -> Comparison:
    """Compare a set, two for one case one after the other; of an airline nothing is compared."""
    comparison = UNHEARD
    if speaks != rules.CARRIER:
        comparison = identity.compare(facts, choice=chosen(interaction.pk))
    _one_at_a_time(comparison.subject)
    return _with_code(comparison, facts, now=now)


def _with_code(
    comparison: Comparison, facts: Mapping[str, str | date], *, now: datetime
) -> Comparison:
    """Try the code that was read aloud, if there was one: it has to fit beside everything else."""
    if CODE not in facts or comparison is UNHEARD:
        return comparison
    fits = codes.try_out(
        comparison.application, str(facts[CODE]), is_rest_right=comparison.fits, now=now
    )
    return replace(comparison, fits=fits)


def _kept(
    interaction: Interaction,
    comparison: Comparison,
    proof: Proof,
    level: str,
    *,
    once: bytes,
    now: datetime,
) -> IdentityCheck:
    """Keep what came of a set: the names of its facts, and nothing that was said."""
    return IdentityCheck.objects.create(
        interaction=interaction,
        subject=comparison.subject,
        application=comparison.application if comparison.fits else None,
        facts=sorted(proof.facts),
        fits=comparison.fits,
        failed=proof.participant != rules.CARRIER
        and not comparison.fits
        and rules.asks_for_proof(table(), proof.facts),
        level=level,
        channel=proof.channel,
        checked_at=now,
        once=once,
    )


def own(pk: int, *, agent: int) -> Interaction:
    """Return a contact that goes on and is this agent's, locked."""
    interaction = contacts.going_on(pk)
    if interaction.agent_id != agent:
        raise Obstacle("not_your_contact")
    return interaction


def speakers_of(interaction: Interaction) -> list[str]:
    """Return the roles of who takes part now."""
    return list(interaction.participants.filter(left_at=None).values_list("role", flat=True))


def _speaks(interaction: Interaction) -> str:
    """Return for whom somebody speaks, by whoever of them reaches least."""
    roles = set(speakers_of(interaction))
    strict = (rules.CARRIER, rules.REPRESENTATIVE)
    return next((role for role in strict if role in roles), "client")


@transaction.atomic
def change_speakers(pk: int, roles: Sequence[str], *, agent: int, now: datetime) -> None:
    """Say that others speak in a contact: what was proven before was proven by somebody else.

    Its checks stay as a record and open nothing any more; a case that was chosen is not any more.
    Raises Obstacle: `interaction_ended`, `not_your_contact`.
    """
    own(pk, agent=agent)
    changing.change_speakers(pk, roles, agent=agent, now=now)
    IdentityCheck.objects.filter(interaction=pk, dropped_at=None).update(dropped_at=now)
    SearchHit.objects.filter(search__interaction=pk).update(chosen_at=None)


def _one_at_a_time(subject: str) -> None:
    """Let two agents try sets for one case one after the other: the third failure counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


@transaction.atomic
def look(
    pk: int, number: str, action: str, *, agent: int, roles: AbstractSet[str], now: datetime
) -> Application:
    """Return the case for one thing that a check of this contact allows, and record the look.

    Raises Obstacle("not_disclosed") for what was not proven, or a case that is none, alike.
    """
    own(pk, agent=agent)
    application = applications.by_number(number)
    check = queries.best_check(pk, application.pk) if application else None
    if application is None or check is None:
        raise Obstacle("not_disclosed", action=action)
    rules.check_allowed(table(), roles, check.level, action)

    CaseLook.objects.create(check_made=check, action=action, looked_at=now)
    actor = audit.actor_of(agent)
    audit.write("see", "application", application.pk, actor=actor, now=now, page="contact")
    return application
