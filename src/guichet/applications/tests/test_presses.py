"""What it costs to press: a step, "send off", and the way from submission to the decision."""

import pytest
from django.test import Client

from guichet.applications.api.tests.test_api_applications import answer_for, start
from guichet.applications.decisions import actions as decisions
from guichet.applications.testing import NIAMH, NOW, make_listed, make_officer, person
from guichet.applications.tests.paper import BASE, STEPS, begin, fill_in, filled, stop_clock
from guichet.applications.tests.presses import counted
from guichet.applications.tests.visitor import leads_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_reads_a_step_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    fill_in(client, NIAMH)
    page = client.get(STEPS + "contact/")
    with counted(monkeypatch) as cost:
        answer = client.post(STEPS + "contact/", filled(page, NIAMH))
    assert leads_to(answer) == STEPS + "address/"
    assert (len(cost.statements), len(cost.frames), cost.readings) == (3, 2, 1), cost.statements


@pytest.mark.parametrize("path", [STEPS + "passport/", BASE + "review/", BASE + "go-on/"])
def test_it_reads_for_a_page_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    begin(client)
    fill_in(client, NIAMH)
    with counted(monkeypatch) as cost:
        assert client.get(path).status_code in {200, 302}
    assert cost.readings == 1


def test_it_reads_for_a_program_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as beginning:
        pair = start(answers=person())
    with counted(monkeypatch) as saving:
        assert answer_for(pair, "PUT", "", {"answers": person()}).status_code == 200
    assert (beginning.readings, saving.readings) == (1, 1)


def test_it_sends_off_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    page = fill_in(client, NIAMH)
    with counted(monkeypatch) as cost:
        answer = client.post(BASE + "review/", filled(page, NIAMH))
    assert leads_to(answer) == BASE + "pay/"
    assert cost.frames == ["BEGIN", "COMMIT"]
    assert (len(cost.statements), cost.readings) == (7, 1), cost.statements


def test_it_decides_a_simple_case_in_few_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = start(answers=person())
    with counted(monkeypatch) as cost:
        answer = answer_for(pair, "POST", "/submit", {"payment_token": "paid"})
    assert answer.json()["status"] == "approved"
    assert len(cost.statements) <= 26, cost.statements
    assert (len(cost.frames), cost.readings) == (10, 1), cost.frames


def test_an_officer_approves_in_few_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    application, officer = make_listed(), make_officer()
    with counted(monkeypatch) as cost:
        decisions.approve(application.pk, officer=officer, now=NOW)
    assert (len(cost.statements), len(cost.frames), cost.readings) == (10, 4, 0), cost.statements
