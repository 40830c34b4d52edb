"""Write a policy, ask for approval, approve what another person wrote; keep what was shipped."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from guichet.guidance.models import SHIPPED, PolicyDraft, PolicyVersion
from guichet.guidance.policies import files, queries, rules, wording
from guichet.guidance.policies.wording import Wording
from guichet.guidance.scenarios.actions import Person
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.kernel.record import audit

POLICY = "policy"


def publish_shipped(*, now: datetime) -> int:
    """Publish what came in the agency's folder and is new; return how many. Safe to run twice.

    What somebody has written since is not undone by a file.
    """
    count = 0
    for policy, words in files.shipped():
        with transaction.atomic():
            rows = PolicyVersion.objects.filter(policy=policy)
            is_ours = rows.exclude(written_by=SHIPPED).exists()
            latest = rows.order_by("number").last()
            if is_ours or (latest is not None and latest.digest == words.digest):
                continue
            _keep(policy, words, by=SHIPPED, approved_by=SHIPPED, since=None, now=now)
            count += 1
    return count


def begin(policy: str, words: Wording, *, since: date | None, by: Person, now: datetime) -> None:
    """Begin a draft; raise Obstacle `name_taken` or, for one that is written, `policy_waits`."""
    draft = PolicyDraft(policy=policy, since=since, written_by=by.name, written_at=now)
    _say(draft, words)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise Obstacle("policy_waits") from None


@transaction.atomic
def write(
    policy: str, words: Wording, *, since: date | None, revision: int, by: Person, now: datetime
) -> None:
    """Go on with one's own draft.

    Raises Obstacle: policy_waits, not_your_draft, changed_meanwhile (in another window).
    """
    draft = _locked(policy)
    rules.check_writable(draft.state, draft.written_by, by=by.name)
    if draft.revision != revision:
        raise Obstacle("changed_meanwhile")

    _say(draft, words)
    draft.since, draft.written_at, draft.revision = since, now, revision + 1
    draft.save()


@transaction.atomic
def propose(policy: str, *, by: Person, now: datetime) -> None:
    """Ask another person to approve one's draft; raises as `write`, and `nothing_new`."""
    draft = _locked(policy)
    rules.check_writable(draft.state, draft.written_by, by=by.name)
    latest = next(iter(queries.versions(policy)), None)
    if latest is not None and latest.digest == wording.of(draft).digest:
        raise Obstacle("nothing_new")

    draft.state, draft.answer = PolicyDraft.State.WAITING, ""
    draft.save(update_fields=["state", "answer"])
    _record("policy_proposed", policy, by=by, now=now)


@transaction.atomic
def approve(policy: str, *, revision: int, by: Person, now: datetime) -> PolicyVersion:
    """Approve what another person wrote, exactly as it was shown.

    Raises Obstacle: policy_decided, own_policy, changed_meanwhile.
    """
    if version := queries.approved_as(policy, revision, by=by.name):
        return version  # pressed twice
    draft = _locked(policy)
    rules.check_approvable(draft.state, draft.written_by, by=by.name)
    if draft.revision != revision:
        raise Obstacle("changed_meanwhile")

    words = wording.of(draft)
    version = _keep(
        policy, words, by=draft.written_by, approved_by=by.name, since=draft.since, now=now
    )
    _decide(draft, PolicyDraft.State.APPROVED, by=by, answer="", now=now)
    _record("policy_approved", policy, by=by, now=now, number=version.number)
    return version


@transaction.atomic
def give_back(policy: str, *, answer: str, by: Person, now: datetime) -> None:
    """Make of what waits a draft again, with what is to be changed; raises `policy_decided`."""
    draft = _locked(policy)
    if draft.state != PolicyDraft.State.WAITING:
        raise Obstacle("policy_decided")

    draft.revision += 1
    _decide(draft, PolicyDraft.State.DRAFT, by=by, answer=answer, now=now)
    _record("policy_given_back", policy, by=by, now=now)


@transaction.atomic
def discard(policy: str, *, by: Person, now: datetime) -> None:
    """End a draft that nobody goes on with, one's own or another's; raises `policy_waits`."""
    draft = _locked(policy)
    if draft.state == PolicyDraft.State.WAITING:
        raise Obstacle("policy_waits")

    _decide(draft, PolicyDraft.State.DISCARDED, by=by, answer="", now=now)
    _record("policy_discarded", policy, by=by, now=now)


def _keep(
    policy: str, words: Wording, *, by: str, approved_by: str, since: date | None, now: datetime
) -> PolicyVersion:
    last = PolicyVersion.objects.filter(policy=policy).order_by("number").last()
    return PolicyVersion.objects.create(
        policy=policy,
        number=last.number + 1 if last else 1,
        kind=words.kind,
        programme=words.programme,
        titles=dict(words.titles),
        texts=dict(words.texts),
        changed=dict(words.changed),
        digest=words.digest,
        written_by=by,
        approved_by=approved_by,
        approved_at=now,
        since=rules.first_day(since, today=authority_day(now)),
    )


def _locked(policy: str) -> PolicyDraft:
    draft = queries.open_drafts().select_for_update().filter(policy=policy).first()
    if draft is None:
        raise Obstacle("policy_decided")
    return draft


def _say(draft: PolicyDraft, words: Wording) -> None:
    draft.kind, draft.programme = words.kind, words.programme
    draft.titles, draft.texts = dict(words.titles), dict(words.texts)
    draft.changed = dict(words.changed)


def _decide(draft: PolicyDraft, state: str, *, by: Person, answer: str, now: datetime) -> None:
    draft.state, draft.answer = state, answer
    draft.decided_by, draft.decided_at = by.name, now
    draft.save(update_fields=["state", "answer", "decided_by", "decided_at", "revision"])


def _record(verb: str, policy: str, *, by: Person, now: datetime, **facts: object) -> None:
    audit.write(verb, POLICY, 0, actor=by.actor, now=now, policy=policy, **facts)
