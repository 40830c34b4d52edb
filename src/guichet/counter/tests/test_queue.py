"""One queue for both kinds of clients: who comes, is called, is served, and goes."""

from datetime import timedelta

import pytest

from guichet.booking.models import Appointment
from guichet.counter import tokens
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.queue import actions, queries, rules, undoing
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.offices.testing import make_service

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ACTOR = "staff:7"


@pytest.fixture
def office() -> Office:
    """An office with desks for one service."""
    return make_desk_office()


@pytest.fixture
def officer() -> int:
    """An officer at its counter."""
    return make_counter_officer()


def call(office: Office, officer: int, *, desk: str = "1", after: int = 0) -> Ticket | None:
    """Call the next to a desk, some minutes after ten."""
    return actions.call_next(office, desk=desk, officer=officer, now=TEN + after * MINUTE)


def test_it_serves_both_kinds_of_clients_in_one_order(office: Office, officer: int) -> None:
    """The walk-in of 9:20 is due at 9:50, before the appointment of ten; the one of 9:40 after."""
    early = make_walk_in(office, now=TEN - 40 * MINUTE)
    late = make_walk_in(office, now=TEN - 20 * MINUTE)
    expected = make_checked_in(make_expected(office=office), now=TEN - 10 * MINUTE)

    order = [call(office, officer, desk=str(desk)) for desk in (1, 2, 3, 4)]
    assert order == [early, expected, late, None]
    assert [early.number, late.number, expected.number] == [101, 102, 103]


def test_it_calls_nobody_before_their_appointment_unless_they_agreed(
    office: Office, officer: int
) -> None:
    make_checked_in(make_expected(0, office=office), now=TEN - 30 * MINUTE)
    assert call(office, officer, after=-10) is None

    willing = make_checked_in(make_expected(1, office=office), now=TEN - 20 * MINUTE, agreed=True)
    assert call(office, officer, after=-10) == willing


def test_it_notes_a_whole_visit_on_the_appointment(office: Office, officer: int) -> None:
    appointment = make_expected(office=office)
    ticket = make_checked_in(appointment)
    call(office, officer)
    actions.recall(ticket.pk, office=office, actor=ACTOR, now=TEN + MINUTE)
    actions.start(ticket.pk, office=office, officer=officer, now=TEN + 2 * MINUTE)
    note = "Copy of the lease is missing."
    outcome = Serving.Outcome.TO_RETURN
    actions.finish(
        ticket.pk, office=office, outcome=outcome, note=note, officer=officer, now=TEN + 9 * MINUTE
    )

    assert Appointment.objects.get(pk=appointment.pk).status == "completed"
    served = Serving.objects.get()
    assert (served.outcome, served.note, served.desk) == (outcome, note, "1")
    assert Call.objects.get().outcome == Call.Outcome.CAME


def test_it_says_who_was_quicker_where_two_check_the_same_person_in(office: Office) -> None:
    appointment = make_expected(office=office)
    make_checked_in(appointment)
    with pytest.raises(Obstacle, match="already_checked_in"):
        make_checked_in(appointment)
    assert Ticket.objects.count() == 1


def test_it_sends_nobody_away_without_a_word(office: Office) -> None:
    tomorrow = make_expected(office=office, starts_at=TEN + timedelta(days=1))
    with pytest.raises(Obstacle, match="wrong_day"):
        make_checked_in(tomorrow, now=TEN)
    tomorrow.slot.office = make_desk_office("ELS")
    with pytest.raises(Obstacle, match="wrong_office"):
        make_checked_in(tomorrow)
    assert not Ticket.objects.exists()


def test_a_desk_serves_one_client_at_a_time(office: Office, officer: int) -> None:
    first, _ = make_walk_in(office), make_walk_in(office)
    call(office, officer)
    with pytest.raises(Obstacle, match="desk_busy") as obstacle:
        call(office, officer)
    assert obstacle.value.facts["ticket"] == first


def test_who_transfers_somebody_keeps_their_turn_and_every_figure(
    office: Office, officer: int
) -> None:
    ticket, other = make_walk_in(office), make_walk_in(office)
    fees = make_service(code="fees")
    call(office, officer)
    actions.start(ticket.pk, office=office, officer=officer, now=TEN + MINUTE)
    actions.transfer(ticket.pk, office=office, service="fees", desk="9", actor=ACTOR, now=TEN)

    assert call(office, officer) == other  # the first waits for desk 9 alone
    again = call(office, officer, desk="9")
    assert again == ticket
    assert again.service == fees
    assert list(Call.objects.filter(ticket=ticket).values_list("outcome", flat=True)) == [
        "came",
        "",
    ]
    assert Serving.objects.get().outcome == Serving.Outcome.TRANSFERRED


def test_who_is_parked_is_passed_over_until_they_are_back(office: Office, officer: int) -> None:
    ticket = make_walk_in(office)
    actions.park(ticket.pk, office=office, minutes=10, actor="client", now=TEN)
    assert call(office, officer, after=9) is None
    assert call(office, officer, after=10) == ticket


def test_nobody_is_a_no_show_before_their_time_and_the_grace(office: Office, officer: int) -> None:
    appointment = make_expected(office=office)
    ticket = make_checked_in(appointment, now=TEN - 30 * MINUTE, agreed=True)
    call(office, officer, after=-20)
    with pytest.raises(Obstacle, match="not_missing_yet"):
        actions.miss(ticket.pk, office=office, actor=ACTOR, now=TEN + 14 * MINUTE)
    actions.miss(ticket.pk, office=office, actor=ACTOR, now=TEN + 15 * MINUTE)
    assert Appointment.objects.get(pk=appointment.pk).status == "no_show"


@pytest.mark.parametrize("deed", ["recall", "start", "finish", "no_show"])
def test_it_refuses_what_does_not_fit_and_says_where_the_ticket_is(
    office: Office, officer: int, deed: str
) -> None:
    ticket = make_walk_in(office)
    with pytest.raises(Obstacle, match="ticket_elsewhere") as obstacle:
        _do(deed, ticket, office, officer)
    assert obstacle.value.facts["ticket"] == ticket


def test_a_ticket_ends_with_its_day_and_is_nobody_elses(office: Office) -> None:
    ticket = make_walk_in(office)
    for elsewhere, moment in ((make_desk_office("ELS"), TEN), (office, TEN + timedelta(days=1))):
        with pytest.raises(Obstacle, match="not_found"):
            actions.leave(ticket.pk, office=elsewhere, actor=ACTOR, now=moment)
    assert make_walk_in(office, now=TEN + timedelta(days=1)).number == rules.FIRST_NUMBER


@pytest.mark.parametrize(
    ("deeds", "before"),
    [
        ([], "cancelled"),
        (["call"], "waiting"),
        (["call", "start"], "called"),
        (["call", "start", "finish"], "in_service"),
        (["call", "no_show"], "waiting"),
        (["left"], "waiting"),
    ],
)
def test_it_takes_the_last_deed_back(
    office: Office, officer: int, deeds: list[str], before: str
) -> None:
    appointment = make_expected(office=office)
    ticket = make_checked_in(appointment)
    for deed in deeds:
        _do(deed, ticket, office, officer)
    undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN + 31 * MINUTE)

    ticket.refresh_from_db()
    assert ticket.state == before
    status = Appointment.objects.get(pk=appointment.pk).status
    assert status == ("checked_in" if deeds else "booked")
    assert Call.objects.filter(ended_at=None).count() == (before == "called")
    assert Serving.objects.filter(ended_at=None).count() == (before == "in_service")


def test_who_was_handed_on_is_not_let_out_by_an_undo(office: Office, officer: int) -> None:
    appointment = make_expected(office=office)
    ticket = make_checked_in(appointment)
    actions.transfer(ticket.pk, office=office, desk="2", actor=ACTOR, now=TEN)
    with pytest.raises(Obstacle, match="nothing_to_undo"):
        undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN + MINUTE)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.for_desk) == ("waiting", "2")
    assert Appointment.objects.get(pk=appointment.pk).status == "checked_in"


def test_it_foretells_a_wait_that_fits_the_desks_at_work(office: Office, officer: int) -> None:
    """Two are at the two desks, three come before: the last is called when the third ends."""
    for _ in range(5):
        make_walk_in(office)
    for desk in ("1", "2"):
        call(office, officer, desk=desk)
    last = make_walk_in(office)
    line = queries.line_of(office, now=TEN)
    assert len(line.ahead_of(last.due_at, last.pk)) == 3
    assert line.wait_of(last) == 40
    assert last.estimated_at == TEN + 40 * MINUTE


def test_one_short_case_does_not_make_a_service_short(office: Office, officer: int) -> None:
    service = make_walk_in(office).service
    called = call(office, officer)
    assert called
    actions.start(called.pk, office=office, officer=officer, now=TEN)
    actions.finish(
        called.pk, office=office, outcome="served", officer=officer, now=TEN + timedelta(minutes=1)
    )
    pace = queries.work_of(office, now=TEN + timedelta(minutes=2)).pace[service.pk]
    usual = service.duration_minutes
    assert pace == pytest.approx((1 + queries.TRUST * usual) / (1 + queries.TRUST))


def test_before_the_office_opens_it_counts_on_the_desks_that_will_open(office: Office) -> None:
    """Eight come at half past eight; four desks open at nine, and take twenty minutes each."""
    tickets = [make_walk_in(office, now=TEN - 90 * MINUTE) for _ in range(8)]
    waits = queries.line_of(office, now=TEN - 90 * MINUTE).waits()
    assert [waits[ticket.pk] for ticket in tickets] == [30] * 4 + [50] * 4


def test_it_reckons_with_nothing_that_comes_later(office: Office, officer: int) -> None:
    """Whoever plays a day before another one that was played has the desks of that day alone."""
    for desk in ("1", "2"):
        make_walk_in(office)
        call(office, officer, desk=desk, after=60)
    later = queries.work_of(office, now=TEN + 60 * MINUTE).free_at
    assert len(later) == 2
    assert len(queries.work_of(office, now=TEN - 24 * 60 * MINUTE).free_at) == 1


def test_an_officer_who_goes_from_desk_to_desk_is_one_desk(office: Office, officer: int) -> None:
    colleague = make_counter_officer("colleague")
    for desk, account in (("1", officer), ("7", colleague), ("2", officer), ("3", officer)):
        make_walk_in(office)
        ticket = call(office, account, desk=desk)
        actions.start(ticket.pk, office=office, officer=account, now=TEN)
        actions.finish(ticket.pk, office=office, officer=account, outcome="served", now=TEN)
    assert queries.work_of(office, now=TEN + MINUTE).desks == {"3", "7"}


def test_a_desk_whose_only_call_was_taken_back_is_not_counted_on(
    office: Office, officer: int
) -> None:
    for desk in ("1", "2"):
        make_walk_in(office)
        ticket = call(office, officer, desk=desk)
        assert ticket
    undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN + MINUTE)
    assert queries.work_of(office, now=TEN + MINUTE).desks == {"1"}


def test_it_counts_on_those_who_are_expected_before(office: Office, officer: int) -> None:
    """The only desk is taken until 10:20; who is due then comes before a walk-in due at 10:30."""
    make_expected(office=office, starts_at=TEN + 20 * MINUTE)
    make_walk_in(office)
    call(office, officer)
    assert make_walk_in(office).estimated_at == TEN + 40 * MINUTE


def test_a_token_names_one_ticket_and_a_wrong_one_none(office: Office) -> None:
    ticket, other = make_walk_in(office), make_walk_in(office)
    token = tokens.token_of(ticket.pk)
    assert tokens.ticket_of(token) == ticket.pk
    forged = f"{other.pk}-{token.partition('-')[2]}"
    assert [tokens.ticket_of(text) for text in (forged, "", "x-y", f"{ticket.pk}-")] == [None] * 4


def _do(deed: str, ticket: Ticket, office: Office, officer: int) -> None:
    now = TEN + 30 * MINUTE
    match deed:
        case "call":
            actions.call_next(office, desk="1", officer=officer, now=now)
        case "recall":
            actions.recall(ticket.pk, office=office, actor=ACTOR, now=now)
        case "start":
            actions.start(ticket.pk, office=office, officer=officer, now=now)
        case "finish":
            outcome = Serving.Outcome.SERVED
            actions.finish(ticket.pk, office=office, outcome=outcome, officer=officer, now=now)
        case "no_show":
            actions.miss(ticket.pk, office=office, actor=ACTOR, now=now)
        case "left":
            actions.leave(ticket.pk, office=office, actor=ACTOR, now=now)
