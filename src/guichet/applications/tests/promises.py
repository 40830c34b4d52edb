"""What holds of any applications at any moment, whoever did what to them before."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from guichet.applications import public_status as status
from guichet.applications import queries, states
from guichet.applications.models import Application, Authorization, Correspondence, OfficerTask
from guichet.kernel.models import AuditEntry

DECIDED = {"issued": "approved", "refused": "refused"}
OWED_WITHIN = timedelta(hours=72)
LASTING = {"refund", "correction"}  # tasks that outlive a decision
Promise = Callable[[Sequence[Application], datetime], None]


def one_authorization_is_valid_at_most(ours: Sequence[Application], now: datetime) -> None:
    given = Authorization.objects.filter(application__in=ours)
    held = Counter(bytes(one.passport) for one in given if one.ended_at is None)
    assert not held or max(held.values()) == 1
    for one in given.select_related("application"):
        expires = one.application.document_expires_on
        assert one.application.state == "issued"
        assert expires and one.valid_until <= expires
        assert (one.ended_as == "") == (one.ended_at is None)


def the_state_says_what_was_decided(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        last = queries.last_decision(one)
        assert (one.state in (*DECIDED, "withdrawn")) == bool(one.decided_at), one.state
        if one.state in DECIDED:
            assert last and last.kind in {DECIDED[one.state], "cancelled", "superseded"}
        assert (queries.authorization_of(one) is not None) == (one.state == "issued")
        refusals = one.decisions.filter(kind="refused")
        assert all(made.officer_id and made.public_reasons for made in refusals)


def nobody_decides_twice_upon_one_case(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        refusals = list(one.decisions.filter(kind="refused"))
        refused = [made.officer_id for made in refusals]
        approved = one.decisions.filter(kind="approved").values_list("officer_id", flat=True)
        assert len(set(refused)) == len(refused)
        assert not set(approved) & set(refused)
        for refusal in refusals:
            for asked in refusal.reconsiderations.all():
                assert asked.officer_id != refusal.officer_id == asked.first_officer_id


def what_is_over_leaves_nothing_to_do(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        waiting = OfficerTask.objects.filter(application=one, done_at=None)
        kinds = set(waiting.values_list("kind", flat=True))
        lasting = LASTING | ({"reconsideration"} if one.state == "refused" else set())
        if one.state in states.ENDS:
            assert kinds <= lasting, (one.state, kinds)
        if one.state not in states.THEIRS:
            assert not queries.open_requests(one).exists(), f"{one.state}, and asked for papers"


def whoever_must_act_is_asked(ours: Sequence[Application], now: datetime) -> None:
    """No case waits for an officer unlisted, and none for a client without a question."""
    for one in ours:
        if one.state in states.OURS:
            waiting = OfficerTask.objects.filter(application=one, done_at=None)
            assert one.due_at and one.submitted_at
            assert waiting.exists(), f"{one.state}, and on nobody's list"
        if one.state == "info_requested":
            assert queries.open_requests(one).exists(), "asked for nothing"


def letters_go_out_once_for_each_cause(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        sent = Correspondence.objects.filter(application=one)
        kinds = Counter(sent.values_list("kind", flat=True))
        decided = Counter(one.decisions.values_list("kind", flat=True))
        for kind in ("approved", "refused", "cancelled", "withdrawn"):
            assert kinds[kind] == decided[kind], (kind, kinds, decided)
        assert kinds["received"] == int(one.submitted_at is not None)


def the_clock_gives_us_72_hours(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        if one.submitted_at:
            assert one.due_at and one.due_at - one.submitted_at >= OWED_WITHIN


def everybody_is_told_one_thing(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        found = status.of(one, now=now)
        assert found.status.code != "not_found" and found.status.next_step
        assert (found.answer_by is not None) == queries.open_requests(one).exists()
        late = bool(one.state in states.OURS and one.due_at and one.due_at <= now)
        assert late == (found.status.code == "late")


def the_fee_is_kept_once(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        kept = one.payments.filter(state="paid", refund_due=False)
        assert kept.count() == int(one.submitted_at is not None)


def every_decision_is_audited(ours: Sequence[Application], now: datetime) -> None:
    for one in ours:
        given = queries.authorization_of(one)
        records = [one.pk, *([given.pk] if given else [])]
        for made in one.decisions.exclude(kind="superseded"):
            assert AuditEntry.objects.filter(at=made.at, record__in=records).exists()


PROMISES: Sequence[Promise] = (
    one_authorization_is_valid_at_most,
    the_state_says_what_was_decided,
    nobody_decides_twice_upon_one_case,
    what_is_over_leaves_nothing_to_do,
    whoever_must_act_is_asked,
    letters_go_out_once_for_each_cause,
    the_clock_gives_us_72_hours,
    everybody_is_told_one_thing,
    the_fee_is_kept_once,
    every_decision_is_audited,
)
