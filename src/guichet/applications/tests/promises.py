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
    authorizations = Authorization.objects.filter(application__in=ours)
    counts = Counter(
        bytes(authorization.passport)
        for authorization in authorizations
        if authorization.ended_at is None
    )
    assert not counts or max(counts.values()) == 1
    for authorization in authorizations.select_related("application"):
        expires = authorization.application.document_expires_on
        assert authorization.application.state == "issued"
        assert expires and authorization.valid_until <= expires
        assert (authorization.ended_as == "") == (authorization.ended_at is None)


def the_state_says_what_was_decided(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        last = queries.last_decision(application)
        assert (application.state in (*DECIDED, "withdrawn")) == bool(application.decided_at), (
            application.state
        )
        if application.state in DECIDED:
            assert last and last.kind in {DECIDED[application.state], "cancelled", "superseded"}
        assert (queries.authorization_of(application) is not None) == (
            application.state == "issued"
        )
        refusals = application.decisions.filter(kind="refused")
        assert all(refusal.officer_id and refusal.public_reasons for refusal in refusals)


def nobody_decides_twice_upon_one_case(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        refusals = list(application.decisions.filter(kind="refused"))
        officers = [refusal.officer_id for refusal in refusals]
        approved = application.decisions.filter(kind="approved").values_list(
            "officer_id", flat=True
        )
        assert len(set(officers)) == len(officers)
        assert not set(approved) & set(officers)
        for refusal in refusals:
            for reconsideration in refusal.reconsiderations.all():
                assert (
                    reconsideration.officer_id
                    != refusal.officer_id
                    == reconsideration.first_officer_id
                )


def what_is_over_leaves_nothing_to_do(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        waiting = OfficerTask.objects.filter(application=application, done_at=None)
        kinds = set(waiting.values_list("kind", flat=True))
        lasting = LASTING | ({"reconsideration"} if application.state == "refused" else set())
        if application.state in states.ENDS:
            assert kinds <= lasting, (application.state, kinds)
        if application.state not in states.THEIRS:
            assert not queries.open_requests(application).exists(), (
                f"{application.state}, and asked for papers"
            )


def whoever_must_act_is_asked(ours: Sequence[Application], now: datetime) -> None:
    """No case waits for an officer unlisted, and none for a client without a question."""
    for application in ours:
        if application.state in states.OURS:
            waiting = OfficerTask.objects.filter(application=application, done_at=None)
            assert application.due_at and application.submitted_at
            assert waiting.exists(), f"{application.state}, and on nobody's list"
        if application.state == "info_requested":
            assert queries.open_requests(application).exists(), "asked for nothing"


def letters_go_out_once_for_each_cause(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        letters = Correspondence.objects.filter(application=application)
        kinds = Counter(letters.values_list("kind", flat=True))
        decided = Counter(application.decisions.values_list("kind", flat=True))
        for kind in ("approved", "refused", "cancelled", "withdrawn"):
            assert kinds[kind] == decided[kind], (kind, kinds, decided)
        assert kinds["received"] == int(application.submitted_at is not None)


def the_clock_gives_us_72_hours(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        if application.submitted_at:
            assert (
                application.due_at and application.due_at - application.submitted_at >= OWED_WITHIN
            )


def everybody_is_told_one_thing(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        standing = status.of(application, now=now)
        assert standing.status.code != "not_found" and standing.status.next_step
        assert (standing.answer_by is not None) == queries.open_requests(application).exists()
        late = bool(
            application.state in states.OURS and application.due_at and application.due_at <= now
        )
        assert late == (standing.status.code == "late")


def the_fee_is_kept_once(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        payments = application.payments.filter(state="paid", refund_due=False)
        assert payments.count() == int(application.submitted_at is not None)


def every_decision_is_audited(ours: Sequence[Application], now: datetime) -> None:
    for application in ours:
        authorization = queries.authorization_of(application)
        records = [application.pk, *([authorization.pk] if authorization else [])]
        for decision in application.decisions.exclude(kind="superseded"):
            assert AuditEntry.objects.filter(at=decision.at, record__in=records).exists()


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
