"""The list is shared: given to people and teams, kept from who refused, counted, saved as views."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db.models import Sum
from django.test import Client

from guichet.applications import numbers, worklist
from guichet.applications.decisions import reconsiderations
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import OfficerTask, WaitingTally
from guichet.applications.testing import NETWORK, make_listed, make_refused
from guichet.casework.tests.test_list import LIST, listed, text
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.models import Team
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
CHIP = re.compile(r'<a href="/staff/cases/\??([^"]*)"[^>]*>([^<]+) <span class="count">([^<]+)<')

NARROWED = (
    "",
    "whose=free",
    "whose=mine",
    "kind=decide",
    "nationality=IRL",
    "late=yes",
    "late=yes&kind=decide&initial=O",
    "nationality=SWE",
    "age=3&whose=free",
)


def chips(page: str) -> dict[str, int]:
    """Return the choices on the list, each with how much it says it would show."""
    return {unescape(query): int(count) for query, _, count in CHIP.findall(page)}


def rows(page: str) -> list[str]:
    return re.findall(r'name="task" value="(\d+-\d+)"', page)


def give(client: Client, deed: str, *tasks: str) -> str:
    answer = client.post(f"{LIST}tasks/", {"deed": deed, "task": tasks, "next": LIST})
    assert answer.status_code == 302
    return text(client, answer["Location"])


def _number(task: OfficerTask) -> str:
    assert task.case
    return task.case.number


def printed(task: OfficerTask) -> str:
    return numbers.for_people(_number(task)).replace(" ", "\N{NO-BREAK SPACE}")


def second_look(officer: int) -> OfficerTask:
    application = make_refused(9, officer=officer, now=clock.now())
    reconsiderations.request_reconsideration(application.pk, "Acquitted.", now=clock.now())
    return application.tasks.get(kind="reconsideration")


def test_who_refused_cannot_take_the_second_look_and_reads_why(client: Client) -> None:
    first = sign_in(client, "deciding_officer")
    task = second_look(first.pk)
    page = text(client)
    assert "You refused this" in page
    assert "A colleague must look at it again" in page
    file = text(client, f"{LIST}{_number(task)}/")
    assert "Another officer decides this time" in file
    assert f"tasks/{task.pk}/take/" not in page
    assert rows(text(client, LIST + "?whose=free")) == []

    answer = client.post(f"{LIST}tasks/{task.pk}/take/", {"held_by": 0}, follow=True)
    assert "You refused this case. A colleague must look" in answer.content.decode()
    stays = f"refused the case before. Another officer has to look: Look again {printed(task)}."
    assert stays in give(client, "take", f"{task.pk}-0")
    colleague = Client()
    sign_in(colleague, "deciding_officer")
    assert stays in give(colleague, f"officer-{first.pk}", f"{task.pk}-0")
    assert OfficerTask.objects.get(pk=task.pk).officer is None
    assert "Tasks given or taken: 1." in give(colleague, "take", f"{task.pk}-0")


def test_every_count_is_the_number_of_rows_it_leads_to(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    team = Team.objects.create(name="Ottawa")
    team.members.add(officer)
    second_look(officer.pk)
    cases = [listed(number, hours_ago=40 * number) for number in range(1, 4)]
    worklist.add_task(cases[0], "refund", cause=1, now=clock.now())
    cases[1].tasks.update(officer=officer)
    cases[2].tasks.update(team=team)
    question = EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org")
    enquiries.ask(question, network=NETWORK, now=clock.now())

    late = OfficerTask.objects.filter(due_at__lte=clock.now()).count()
    assert 0 < late < OfficerTask.objects.count()
    for query in NARROWED:
        page = text(client, f"{LIST}?{query}")
        choices = [
            choice
            for choice in CHIP.findall(page)
            if "late=yes" not in query or choice[1] != "Late"
        ]
        assert len(choices) > 4, query
        for choice, name, count in choices:
            shows = len(rows(text(client, f"{LIST}?{unescape(choice)}")))
            assert shows == int(count), (query, name)
    choices = chips(text(client))
    kinds = [count for query, count in choices.items() if query.startswith("kind=")]
    assert sum(kinds) == choices[""] == WaitingTally.objects.aggregate(all=Sum("change"))["all"]
    whose = {query: count for query, count in choices.items() if query.startswith("whose=")}
    assert whose == {"whose=mine": 1, "whose=free": 3, f"whose=team-{team.pk}": 1}

    work = text(client, f"{LIST}work/")
    for name, query in re.findall(r'href="/staff/cases/\?([^"]+)">([^<]+)</a></td>', work):
        assert len(rows(text(client, f"{LIST}?{unescape(name)}"))) == int(query), name


COLUMNS = ("due", "name", "nationality", "travel", "kind", "reason", "age")


def test_it_sorts_by_each_column_both_ways(client: Client, subtests: pytest.Subtests) -> None:
    sign_in(client, "auditor")
    listed(1, hours_ago=3)
    sweden = {"nationality": "SWE", "issuer": "SWE"}
    make_listed(2, now=clock.now() - timedelta(hours=9), **sweden)
    OfficerTask.objects.filter(nationality="SWE").update(
        travel_on=clock.now().date(), kind="answered", reason="adverse_decision"
    )
    for column in COLUMNS:
        with subtests.test(column=column):
            page = text(client, f"{LIST}?sort={column}")
            first, second = (
                re.findall(r"OBRIEN [BC]", sorted_page)
                for sorted_page in (page, text(client, f"{LIST}?sort=-{column}"))
            )
            assert first == second[::-1]
            assert len(set(first)) == 2
            assert f'href="{LIST}?sort=-{column}"' in page


# What a list is narrowed by, and the letters of whom it then shows.
NARROWED_TO = [
    ("nationality=SWE", "C"),
    ("initial=O", "BC"),
    ("initial=P", ""),
    ("travel=7", "C"),
    ("travel=unknown", "B"),
    ("travel=past", ""),
    ("age=3", "C"),
    ("reason=declared_offence", "BC"),
    ("late=yes", "C"),
    ("late=yes&nationality=IRL", ""),
    ("nationality=%27&reason=%22&travel=x&age=-1&initial=%C3%84&late=2&sort=pk", "BC"),
]


def test_it_narrows_by_each_column(client: Client, subtests: pytest.Subtests) -> None:
    sign_in(client, "auditor")
    listed(1)
    travel = (clock.now() + timedelta(days=3)).date().isoformat()
    facts = {"travel_known": "yes", "travel_date": travel, "travel_time": "10:15"}
    zone = {"travel_time_zone": "Europe/Dublin", "nationality": "SWE", "issuer": "SWE"}
    make_listed(2, now=clock.now() - timedelta(days=4), **facts, **zone)
    for query, letters in NARROWED_TO:
        with subtests.test(query=query):
            page = text(client, f"{LIST}?{query}&sort=name")
            assert ('class="chosen"' in page) is (
                "=" in query.replace("late=yes", "") and "%27" not in query
            )
            assert "".join(re.findall(r"<bdi>OBRIEN ([BC]),", page)) == letters
            assert f"Tasks: {len(letters)}" in page
            everything = {count for choice, count in chips(page).items() if "whose" not in choice}
            # A choice keeps what was narrowed, and counts under it.
            assert len(letters) in everything


def test_it_gives_many_tasks_at_once_and_says_what_stayed(client: Client) -> None:
    officer = sign_in(client, "intake_officer")
    colleague = make_staff("deciding_officer")
    team = Team.objects.create(name="Ottawa")
    team.members.add(officer, colleague)
    for number in range(3):
        listed(number)
    ticks = rows(text(client))
    OfficerTask.objects.filter(pk=ticks[0].partition("-")[0]).update(officer=colleague)
    page = give(client, f"officer-{officer.pk}", *ticks)
    assert "Tasks given or taken: 2. Left as they were: 1." in page
    other = OfficerTask.objects.get(officer=colleague)
    assert f"taken or done these meanwhile: Decide {printed(other)}." in page
    page = give(client, "take", f"{other.pk}-{colleague.pk}")
    assert f"Take one over on its own line if you have to: Decide {printed(other)}." in page
    assert "so you cannot give them back" in give(client, "give_back", f"{other.pk}-{colleague.pk}")
    assert AuditEntry.objects.filter(verb="assign", facts__to=officer.pk).count() == 2
    mine = rows(text(client, LIST + "?whose=mine"))
    assert "Tasks given or taken: 2." in give(client, f"team-{team.pk}", *mine)
    assert len(rows(text(client, f"{LIST}?whose=team-{team.pk}"))) == 2
    assert "Nothing is ticked" in give(client, "take")
    for deed in ("", "x", "officer-0", f"team-{team.pk + 1}", "officer-99999"):
        assert "Choose first" in give(client, deed, *mine)
    for row in ("1", "0-0", "x-y", "9" * 30 + "-1", "999999-0"):
        give(client, "take", row)


def test_it_keeps_views_of_ones_own_and_of_a_team(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    listed()
    team = Team.objects.create(name="Ottawa")
    team.members.add(officer)
    query = "nationality=IRL&sort=-name"
    keep = f"{LIST}views/keep/"
    for name, whose in (("Ireland", ""), ("Ours", team.pk)):
        form = {"name": name, "team": whose, "query": query + "&page=2&evil=1"}
        page = client.post(keep, {**form, "next": LIST}, follow=True).content.decode()
        assert f"The view is saved: {name}" in page
    assert page.count(f'href="{LIST}?nationality=IRL&amp;sort=-name"') == 2

    member, stranger = Client(), Client()
    team.members.add(sign_in(member, "auditor"))
    sign_in(stranger, "auditor")
    assert "Ours" in text(member)
    assert "Ireland</bdi>" not in text(member)
    assert "Ours" not in text(stranger)
    view = re.findall(r"views/(\d+)/forget/", text(member))[0]
    stranger.post(f"{LIST}views/{view}/forget/")
    assert "Ours" in text(member)
    member.post(f"{LIST}views/{view}/forget/")
    assert "Ours" not in text(client)
    for form in ({"name": " "}, {"name": "X", "team": "999"}, {}):
        assert "Give the view a name first" in client.post(keep, form, follow=True).content.decode()


def test_a_question_without_a_case_stands_on_the_list_and_leaves_it_answered(
    client: Client,
) -> None:
    officer = sign_in(client, "intake_officer")
    question = EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org")
    enquiry = enquiries.ask(question, network=NETWORK, now=clock.now())
    page = text(client)
    assert f"/staff/enquiries/{enquiry.number}/" in page
    assert "Another question" in page
    colleague = Client()
    other = sign_in(colleague, "intake_officer")
    enquiry.tasks.update(officer=other)
    form = {"answer": "Yes.", "step": "confirm"}
    answer = client.post(f"/staff/enquiries/{enquiry.number}/", form)
    assert answer.status_code == 409
    assert f"{other} has taken this question" in answer.content.decode()
    enquiry.tasks.update(officer=officer)
    client.post(f"/staff/enquiries/{enquiry.number}/", form)
    assert "Nothing waits" in text(client)


def test_it_says_whose_a_task_is_to_everybody(client: Client) -> None:
    listed()
    holder = make_staff("deciding_officer", name="claire")
    OfficerTask.objects.update(officer=holder)
    sign_in(client, "deciding_officer")
    page = text(client)
    assert "Take the task over from claire" in page
    own = Client()
    sign_in_as(own, holder)
    assert ">You</span>" in text(own)
