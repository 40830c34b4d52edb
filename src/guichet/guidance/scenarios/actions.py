"""Publish a scenario: as it came with the release, or as one person asks and another approves."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from guichet.guidance.destinations import WORDS as OF_LINKS
from guichet.guidance.models import SHIPPED, ScenarioProposal, ScenarioVersion
from guichet.guidance.scenarios import checking, queries, snapshots
from guichet.guidance.scenarios.drafts import FOLDER, drafts
from guichet.guidance.scenarios.snapshots import Snapshot
from guichet.kernel.content import filling, layers
from guichet.kernel.database import marks
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

MARK = "scenarios"  # of what was published last at a start
SCENARIO = "scenario"


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something: the name of their account, and how the record calls them."""

    name: str
    actor: str


def publish_shipped(*, now: datetime) -> int:
    """Publish every whole scenario that came with the release and was not before; return how many.

    One that the agency has published itself, or says differently in files of its own, waits as a
    draft: what somebody decided is not undone by an update. Safe to run twice.
    """
    every = drafts()
    words = marks.digest_of([FOLDER, OF_LINKS.folder, settings.AGENCY.content])
    mark = sha256(f"{words} {filling.names_of_things()} {[*every]}".encode()).hexdigest()
    if marks.is_marked(MARK, mark):
        return 0
    count = 0
    for draft in every.values():
        if layers.own_of(draft.folder) is None and not checking.faults(draft):
            count += _publish_as_shipped(snapshots.of(draft), now=now)
    marks.leave(MARK, mark)
    queries.forget()
    return count


@transaction.atomic
def propose(scenario: str, *, by: Person, reason: str, now: datetime) -> ScenarioProposal:
    """Ask that a draft be published as it reads now.

    Raises Obstacle: not_found, not_whole (with its faults), nothing_new, already_proposed.
    """
    draft = drafts().get(scenario)
    if draft is None:
        raise Obstacle("not_found")
    if faults := checking.faults(draft):
        raise Obstacle("not_whole", faults=faults)
    snapshot = snapshots.of(draft)
    latest = _latest(scenario)
    if latest is not None and latest.digest == snapshot.digest:
        raise Obstacle("nothing_new")
    if queries.proposal(scenario) is not None:
        raise Obstacle("already_proposed")

    _record("scenario_proposed", scenario, by=by, now=now)
    return ScenarioProposal.objects.create(
        scenario=scenario,
        tree=snapshot.tree,
        words=snapshot.words,
        staff_words=snapshot.staff_words,
        digest=snapshot.digest,
        reason=reason,
        proposed_by=by.name,
        proposed_at=now,
    )


@transaction.atomic
def approve(proposal_id: int, *, by: Person, now: datetime) -> ScenarioVersion:
    """Publish what another person has proposed, exactly as they proposed it.

    Raises Obstacle: already_decided, own_proposal.
    """
    proposal = _waiting(proposal_id)
    if proposal.proposed_by == by.name:
        raise Obstacle("own_proposal")

    snapshot = Snapshot(
        proposal.scenario, proposal.tree, proposal.words, proposal.staff_words, proposal.digest
    )
    version = keep_version(
        snapshot, by=proposal.proposed_by, approved_by=by.name, reason=proposal.reason, now=now
    )
    _decide(proposal, ScenarioProposal.State.PUBLISHED, by=by.name, answer="", now=now)
    _record("scenario_published", proposal.scenario, by=by, now=now, number=version.number)
    transaction.on_commit(queries.forget)
    return version


@transaction.atomic
def give_back(proposal_id: int, *, by: Person, answer: str, now: datetime) -> None:
    """End a proposal unpublished; who made it may take it back so. Raises `already_decided`."""
    proposal = _waiting(proposal_id)

    _record("scenario_given_back", proposal.scenario, by=by, now=now)
    _decide(proposal, ScenarioProposal.State.GIVEN_BACK, by=by.name, answer=answer, now=now)


def _publish_as_shipped(snapshot: Snapshot, *, now: datetime) -> bool:
    with transaction.atomic():
        versions = ScenarioVersion.objects.filter(scenario=snapshot.scenario)
        if versions.exclude(written_by=SHIPPED).exists():
            return False
        if versions.filter(digest=snapshot.digest).exists():
            return False
        keep_version(snapshot, by=SHIPPED, approved_by=SHIPPED, reason="", now=now)
        return True


def keep_version(
    snapshot: Snapshot, *, by: str, approved_by: str, reason: str, now: datetime
) -> ScenarioVersion:
    """Keep a version under the next number, or the one its tree names where that is higher."""
    versions = ScenarioVersion.objects.filter(scenario=snapshot.scenario)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    tree = snapshots.tree_of(snapshot.scenario, snapshot.tree)
    return ScenarioVersion.objects.create(
        scenario=snapshot.scenario,
        number=max(last + 1, tree.version),
        programme=tree.programme,
        link=tree.link,
        tree=snapshot.tree,
        words=snapshot.words,
        staff_words=snapshot.staff_words,
        digest=snapshot.digest,
        reason=reason,
        written_by=by,
        approved_by=approved_by,
        published_at=now,
        since=tree.since,
        until=tree.until,
    )


def _latest(scenario: str) -> ScenarioVersion | None:
    return ScenarioVersion.objects.filter(scenario=scenario).order_by("number").last()


def _waiting(proposal_id: int) -> ScenarioProposal:
    proposal = ScenarioProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise Obstacle("not_found")
    if proposal.state != ScenarioProposal.State.WAITING:
        raise Obstacle("already_decided")
    return proposal


def _decide(proposal: ScenarioProposal, state: str, *, by: str, answer: str, now: datetime) -> None:
    proposal.state, proposal.decided_by = state, by
    proposal.decided_at, proposal.answer = now, answer
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _record(verb: str, scenario: str, *, by: Person, now: datetime, **facts: object) -> None:
    audit.write(verb, SCENARIO, 0, actor=by.actor, now=now, scenario=scenario, **facts)
