"""Every role tries every deed, from each state it can be done in; who may not changes nothing."""

import pytest
from django.db import transaction
from django.test import Client

from guichet.applications import states
from guichet.applications.decisions import reconsiderations, second_readings
from guichet.applications.models import OfficerTask, Reconsideration
from guichet.applications.testing import explained, make_listed, make_refused
from guichet.casework.deeds.table import by_verb
from guichet.casework.tests.desk import REFUSAL, address, body, confirm, fill_in
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.operations.tests.contents import contents
from guichet.operations.tests.deeds_by_role import COLUMNS, FORMS, MAKERS, ROWS, Cell, cells
from guichet.operations.tests.who_may import AGENTS
from guichet.staff.roles import ROLES
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
BY_VERB = by_verb()
AS_NOBODY = {"communications", "policy_writer", *AGENTS}  # roles that open no deed of these


def test_the_table_has_every_deed_and_every_role_and_says_what_the_code_says() -> None:
    assert set(ROWS) == set(BY_VERB)
    assert [*(role for role in ROLES if role not in AS_NOBODY), "nobody"] == COLUMNS
    for verb, row in ROWS.items():
        permission = BY_VERB[verb].permission
        assert row.roles == {role for role, opens in ROLES.items() if permission in opens}, verb
    for way in states.TRANSITIONS:
        if way.verb in ROWS and states.OFFICER in way.by:
            anew = {way.target} if way.verb == "invite" else set()  # other times instead
            assert set(ROWS[way.verb].states) == {*way.sources, *anew}, way.verb
    assert {state for row in ROWS.values() for state in row.states} == set(MAKERS)


def _path(cell: Cell) -> str:
    return address(cell.application, BY_VERB[cell.verb].path, cell.about)


def _is_refused(client: Client, cell: Cell) -> bool:
    """Tell whether every way of doing a deed ends on the page that says: not for you."""
    path, form = _path(cell), {**FORMS.get(cell.verb, {}), "step": "confirm", "stage": "confirm"}
    answers = [client.get(path), client.post(path, form)]
    return all(
        answer.status_code == 403 and "This page is not open to you" in body(answer)
        for answer in answers
    )


def _is_done(client: Client, cell: Cell, *, before: dict[str, tuple[int, int]]) -> str:
    """Do a deed and take it back; return what stood in the way, or nothing."""
    path = _path(cell)
    with transaction.atomic():
        page = client.get(path)
        if page.status_code == 200 and BY_VERB[cell.verb].has_fields:
            page = fill_in(client, path, FORMS[cell.verb])
        answer = confirm(client, path, page) if page.status_code == 200 else page
        problem = "" if answer.status_code == 302 else f"{answer.status_code}"
        if not problem and contents() == before:
            problem = "nothing was written"
        transaction.set_rollback(True)
    return problem


@pytest.mark.slow
def test_each_role_does_its_own_deeds_and_no_other() -> None:
    """One set of cases serves all roles: what each does and leaves is taken back."""
    table_cells = cells()
    for role in COLUMNS:
        with transaction.atomic():
            _does_its_own_alone(role, table_cells)
            transaction.set_rollback(True)


def _does_its_own_alone(role: str, table_cells: list[Cell]) -> None:
    client = Client()
    officer = sign_in(client, *([] if role == "nobody" else [role]))
    forbidden = [cell for cell in table_cells if role not in ROWS[cell.verb].roles]
    before = contents()
    wrong = [(cell.verb, cell.state) for cell in forbidden if not _is_refused(client, cell)]
    assert wrong == [], role
    assert contents() == before, role
    verbs = (
        AuditEntry.objects.filter(actor=f"staff:{officer.pk}")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert set(verbs) == ({"refused"} if forbidden else set()), role  # a lot is noted once
    allowed = [cell for cell in table_cells if role in ROWS[cell.verb].roles]
    problems = {(cell.verb, cell.state): _is_done(client, cell, before=before) for cell in allowed}
    assert {key: problem for key, problem in problems.items() if problem} == {}, role


def _second_look(first: int) -> tuple[OfficerTask, str]:
    case = make_refused(91, officer=first, now=clock.now())
    again = reconsiderations.request_reconsideration(case.pk, "Acquitted.", now=clock.now())
    return case.tasks.get(kind="reconsideration"), address(case, "reconsider", again.pk)


def _second_reading(first: int, verb: str) -> tuple[OfficerTask, str]:
    case, now = make_listed(92, now=clock.now()), clock.now()
    why = explained("security")
    reading = second_readings.propose(case.pk, officer=first, why=why, now=now)
    return reading.task, address(case, verb, reading.pk)


@pytest.mark.parametrize("what", ["second look", "agree-refusal", "give-back-refusal"])
def test_whoever_decided_first_neither_takes_nor_holds_nor_decides_the_second(
    client: Client, what: str
) -> None:
    first, colleague = sign_in(client, "deciding_officer"), Client()
    other = sign_in(colleague, "deciding_officer")
    task, path = (
        _second_look(first.pk) if what == "second look" else _second_reading(first.pk, what)
    )
    row, tasks = f"{task.pk}-0", "/staff/cases/tasks/"
    before = contents()
    assert client.get(path).status_code == 409
    form = {"outcome": "reopened", "answer": "Paid.", "step": "confirm", "stage": "confirm"}
    assert client.post(path, form).status_code == 409
    client.post(f"{tasks}{task.pk}/take/", {"held_by": "0"})
    client.post(tasks, {"deed": "take", "task": [row]})
    for browser in (client, colleague):
        browser.post(tasks, {"deed": f"officer-{first.pk}", "task": [row]})
    assert contents() == before
    colleague.post(tasks, {"deed": f"officer-{other.pk}", "task": [row]})
    assert OfficerTask.objects.get(pk=task.pk).officer == other
    assert colleague.get(path).status_code == 200


def test_whoever_refused_a_case_decides_it_no_more_once_it_is_open_again(client: Client) -> None:
    first, second = sign_in(client, "deciding_officer"), make_staff("deciding_officer")
    _task, path = _second_look(first.pk)
    colleague = Client()
    sign_in_as(colleague, second)
    page = fill_in(colleague, path, {"outcome": "reopened"})
    assert confirm(colleague, path, page).status_code == 302
    case = Reconsideration.objects.get().decision.application
    before = contents()
    for verb, form in (("approve", {}), ("refuse", REFUSAL), ("close", {"public": "citizen"})):
        answer = client.post(address(case, verb), {**form, "step": "confirm", "stage": "confirm"})
        assert answer.status_code == 409, verb
    assert contents() == before


@pytest.mark.parametrize("role", COLUMNS)
def test_who_is_given_a_decision_is_who_may_make_it(client: Client, role: str) -> None:
    sign_in(client, "deciding_officer")
    account = make_staff(*([] if role == "nobody" else [role]))
    task = make_listed(93, now=clock.now()).tasks.get(kind="decide")
    before = contents()
    form = {"deed": f"officer-{account.pk}", "task": [f"{task.pk}-0"]}
    assert client.post("/staff/cases/tasks/", form).status_code == 302
    if role in ROWS["approve"].roles:
        assert OfficerTask.objects.get(pk=task.pk).officer == account
    else:
        assert contents() == before
