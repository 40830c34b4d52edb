"""Who may do what to a case, every cell: each role, each deed, and the states it is done from.

The table is written by hand, as whoever answers for it reads it; the tests compare it with what
the code says and does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from guichet.applications import queries, worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import (
    authorizations,
    reconsiderations,
    requests,
    second_readings,
)
from guichet.applications.models import Application, Authorization
from guichet.applications.testing import (
    explained,
    make_asked,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
)
from guichet.casework.deeds import reasons
from guichet.casework.tests.desk import REFUSAL, due
from guichet.interviews import testing as interviews
from guichet.interviews.tests.walking import offered
from guichet.kernel import clock

TABLE = """\
deed               | intake_officer deciding_officer auditor administrator nobody | from
approve            | -              yes              -       -             -      | manual_review info_received interview_requested
ask                | yes            yes              -       -             -      | manual_review info_received interview_requested
invite             | yes            yes              -       -             -      | manual_review info_received interview_requested
record_interview   | yes            yes              -       -             -      | interview_requested
call_off_interview | yes            yes              -       -             -      | interview_requested
resume             | yes            yes              -       -             -      | info_received info_requested interview_requested
refuse             | -              yes              -       -             -      | manual_review info_received interview_requested
agree_refusal      | -              yes              -       -             -      | manual_review info_received interview_requested
give_back_refusal  | -              yes              -       -             -      | manual_review info_received interview_requested
close              | -              yes              -       -             -      | manual_review info_received info_requested interview_requested
give_up            | -              yes              -       -             -      | info_requested interview_requested
revalidate         | -              yes              -       -             -      | issued
end_revalidation   | -              yes              -       -             -      | issued
cancel             | -              yes              -       -             -      | issued
agree              | yes            yes              -       -             -      | issued refused
decline            | yes            yes              -       -             -      | issued refused
reconsider         | -              yes              -       -             -      | refused
settle             | yes            yes              -       -             -      | issued refused withdrawn abandoned
refund             | yes            yes              -       -             -      | manual_review info_received info_requested interview_requested issued refused withdrawn abandoned
"""  # noqa: E501  a table is read by its columns


@dataclass(frozen=True, slots=True)
class DeedRow:
    """Who may do a deed, and from which states of a case."""

    roles: frozenset[str]
    states: tuple[str, ...]


def _columns(line: str) -> list[list[str]]:
    return [part.split() for part in line.split("|")]


_HEAD, *_LINES = TABLE.splitlines()
COLUMNS: list[str] = _columns(_HEAD)[1]


def _row(cells: list[str], states: list[str]) -> DeedRow:
    assert set(cells) <= {"yes", "-"} and len(cells) == len(COLUMNS), cells
    pairs = zip(COLUMNS, cells, strict=True)
    return DeedRow(frozenset(role for role, cell in pairs if cell == "yes"), tuple(states))


ROWS: Mapping[str, DeedRow] = {
    deed: _row(cells, states) for [deed], cells, states in map(_columns, _LINES)
}
# What is filled in where a deed asks for something.
FORMS: Mapping[str, Mapping[str, object]] = {
    "approve": {"internal": ["declaration_explained"]},
    "ask": {"documents": ["itinerary"], "words_itinerary": "All stops.", **due()},
    "invite": offered(),
    "record_interview": {"went": "held"},
    "refuse": REFUSAL,
    "give_back_refusal": {"answer": "The fine was paid."},
    "close": {"public": "citizen"},
    "cancel": {**REFUSAL, "provision_1": "reg_12_07", "facts_1": ["nationality"]},
    "decline": {"public": [next(iter(reasons.DECLINING))]},
    "reconsider": {"outcome": "reopened"},
    "refund": {"way": "by_hand"},
}


def _asked(number: int) -> Application:
    return make_asked(number, now=clock.now())


def _answered(number: int) -> Application:
    application = _asked(number)
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "Dismissed.", now=clock.now())
    return application


def _invited(number: int) -> Application:
    application, now = make_listed(number, now=clock.now()), clock.now()
    day = (now + timedelta(days=9)).date()
    decisions.invite(application.pk, officer=make_officer(), due_on=day, now=now)
    return application


def _withdrawn(number: int) -> Application:
    application, officer = make_listed(number, now=clock.now()), make_officer()
    decisions.close(application.pk, officer=officer, public=["citizen"], now=clock.now())
    return application


def _abandoned(number: int) -> Application:
    application = _overdue(_asked(number))
    decisions.give_up(application.pk, officer=make_officer(), now=clock.now())
    return application


def _overdue(application: Application) -> Application:
    application.requests.update(due_on=(clock.now() - timedelta(days=2)).date())
    return application


MAKERS: Mapping[str, Callable[[int], Application]] = {
    "manual_review": lambda number: make_listed(number, now=clock.now()),
    "info_requested": _asked,
    "info_received": _answered,
    "interview_requested": _invited,
    "issued": lambda number: make_paid(number, now=clock.now()),
    "refused": lambda number: make_refused(number, now=clock.now()),
    "withdrawn": _withdrawn,
    "abandoned": _abandoned,
}


def _met(number: int) -> Application:
    """Return the application of somebody whose interview was ten days ago."""
    then = clock.now() - timedelta(days=20)
    interview = interviews.make_invited(number, now=then)
    interviews.choose(interview, now=then + timedelta(hours=1))
    return interview.application


def _offered(number: int) -> Application:
    return interviews.make_invited(number, now=clock.now()).application


# Where a state does not say enough of a case.
MAKERS_OF_DEEDS: Mapping[str, Callable[[int], Application]] = {
    "record_interview": _met,
    "call_off_interview": _offered,
}


def _reading(application: Application) -> int:
    why, now = explained("security"), clock.now()
    return second_readings.propose(application.pk, officer=make_officer(), why=why, now=now).pk


def _correction(application: Application) -> int:
    corrections.correct(application.pk, {"home_city": "Cork"}, now=clock.now())
    return int(application.tasks.get(kind="correction").pk)


def _request(application: Application) -> int:
    now = clock.now()
    return reconsiderations.request_reconsideration(application.pk, "Acquitted.", now=now).pk


def _revalidated(application: Application) -> None:
    authorization = Authorization.objects.get(application=application)
    authorizations.revalidate(authorization, mark=True, officer=make_officer(), now=clock.now())


def _refund(application: Application) -> int:
    application.payments.update(refund_due=True)
    return int(application.payments.get().pk)


def _left_over(application: Application) -> int:
    return int(worklist.add_task(application, "answered", cause=1, now=clock.now()).pk)


# What a case needs besides its state; what it returns is what the deed is about.
READY: Mapping[str, Callable[[Application], object]] = {
    "agree_refusal": _reading,
    "give_back_refusal": _reading,
    "give_up": _overdue,
    "end_revalidation": _revalidated,
    "agree": _correction,
    "decline": _correction,
    "reconsider": _request,
    "settle": _left_over,
    "refund": _refund,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A deed that can be done to a case in a state."""

    verb: str
    state: str
    application: Application
    about: int | None


def cells() -> list[Cell]:
    """Return a case for every deed and every state it is done from."""
    pairs = [(verb, state) for verb, row in ROWS.items() for state in row.states]
    table_cells = []
    for number, (verb, state) in enumerate(pairs, start=1):
        application = MAKERS_OF_DEEDS.get(verb, MAKERS[state])(number)
        about = READY[verb](application) if verb in READY else None
        application.refresh_from_db()
        assert application.state == state, (verb, state, application.state)
        table_cells.append(
            Cell(verb, state, application, about if isinstance(about, int) else None)
        )
    return table_cells
