"""What is given to whom, how the list says by what it is sorted, and what is free for whom."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications import worklist
from guichet.applications.models import OfficerTask
from guichet.casework.tests.test_list import LIST, listed, text
from guichet.casework.tests.test_list_shared import give, printed, second_look
from guichet.kernel import clock
from guichet.staff.models import Team
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db


def test_nobody_is_given_a_decision_who_may_not_decide(client: Client) -> None:
    sign_in(client, "deciding_officer")
    prepares, decides = make_staff("intake_officer", name="ines"), make_staff("deciding_officer")
    case = listed()
    decide, refund = case.tasks.get(), worklist.add_task(case, "refund", cause=1, now=clock.now())
    assert "ines (does not decide)" in text(client)
    ticks = [f"{decide.pk}-0", f"{refund.pk}-0"]
    page = give(client, f"officer-{prepares.pk}", *ticks)
    assert "Tasks given or taken: 1. Left as they were: 1." in page
    assert f"Give them to a deciding officer: Decide {printed(decide)}." in page
    holders = dict(OfficerTask.objects.values_list("kind", "officer"))
    assert holders == {"decide": None, "refund": prepares.pk}
    assert "Tasks given or taken: 1." in give(client, f"officer-{decides.pk}", ticks[0])
    own = Client()
    sign_in_as(own, prepares)  # who prepares may take a case, to ask for what it lacks
    OfficerTask.objects.update(officer=None)
    assert "Tasks given or taken: 1." in give(own, "take", ticks[0])


def test_no_team_is_given_a_decision_in_which_nobody_decides(client: Client) -> None:
    prepares = sign_in(client, "intake_officer", name="ines")
    case, team = listed(), Team.objects.create(name="Ottawa")
    team.members.add(prepares)
    decide, refund = case.tasks.get(), worklist.add_task(case, "refund", cause=1, now=clock.now())
    assert "Ottawa (does not decide)" in text(client)
    ticks = [f"{decide.pk}-0", f"{refund.pk}-0"]
    page = give(client, f"team-{team.pk}", *ticks)
    assert "Tasks given or taken: 1. Left as they were: 1." in page
    assert f"Give them to a deciding officer: Decide {printed(decide)}." in page
    assert dict(OfficerTask.objects.values_list("kind", "team")) == {
        "decide": None,
        "refund": team.pk,
    }
    former = make_staff("deciding_officer", name="olga")
    team.members.add(former)
    User.objects.filter(pk=former.pk).update(is_active=False)
    assert "Ottawa (does not decide)" in text(client)
    team.members.add(make_staff("deciding_officer", name="ada"))
    assert "Ottawa (does not decide)" not in text(client)
    assert "Tasks given or taken: 1." in give(client, f"team-{team.pk}", ticks[0])


def test_nobody_takes_a_second_look_who_may_not_decide(client: Client) -> None:
    sign_in(client, "intake_officer")
    task = second_look(make_staff("deciding_officer", name="ada").pk)
    page = give(client, "take", f"{task.pk}-0")
    assert f"Give them to a deciding officer: Look again {printed(task)}." in page
    address = f"{LIST}tasks/{task.pk}/take/"
    answer = client.post(address, follow=True)
    assert "your role does not decide" in answer.content.decode()
    assert OfficerTask.objects.get(pk=task.pk).officer is None
    assert task.case
    assert "With your role there is nothing to do here" in text(
        client, f"{LIST}{task.case.number}/"
    )


def test_it_is_sorted_by_something_and_back_where_no_heads_are_seen(client: Client) -> None:
    sign_in(client, "auditor")
    listed()
    choice = re.findall(r'<select name="sort">(.*?)</select>', text(client, LIST), re.S)[0]
    assert '<option value="" selected>Time left</option>' in choice
    assert "Any" not in choice
    choice = re.findall(
        r'<select name="sort">(.*?)</select>', text(client, f"{LIST}?sort=-name"), re.S
    )[0]
    assert '<option value="-name" selected>Name, the other way round</option>' in choice


def test_the_workload_says_what_of_nobodys_is_free_for_whom(client: Client) -> None:
    first = sign_in(client, "deciding_officer")
    second_look(first.pk)
    listed(1)
    work = text(client, f"{LIST}work/")
    assert "you may take 1. Not yours to take: 1" in work
    colleague = Client()
    sign_in(colleague, "deciding_officer")
    assert "you may take" not in text(colleague, f"{LIST}work/")
