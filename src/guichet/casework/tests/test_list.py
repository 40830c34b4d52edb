"""The officers' list: what waits, in which order, who takes it, and who may see it."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import worklist
from guichet.applications.decisions import upkeep
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import NETWORK, make_listed, make_paid
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in, sign_in_as
from guichet.staff.tests.counting import own_statements

pytestmark = pytest.mark.django_db
LIST = "/staff/cases/"


def listed(number: int = 0, *, hours_ago: int = 1) -> Application:
    return make_listed(number, now=clock.now() - timedelta(hours=hours_ago))


def text(client: Client, path: str = LIST) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_that_nothing_waits(client: Client) -> None:
    sign_in(client, "deciding_officer")
    assert "Nothing waits. New cases appear here" in text(client)


def test_it_shows_what_waits_why_and_for_how_long(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = listed(hours_ago=2)
    page = text(client)
    assert f"/staff/cases/{application.number}/" in page
    assert "Declared: an offence" in page
    assert "Ireland" in page
    assert "69 hours left" in page
    assert "Waiting for 2 hours" in page


def test_a_page_that_shows_names_is_one_look_in_the_record(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    first, second = listed(1), listed(2)
    assert "OBRIEN B, NIAMH AOIFE" in text(client)
    look = AuditEntry.objects.get(verb="see")
    assert (look.record_type, look.actor) == ("list", f"staff:{officer.pk}")
    assert look.facts["applications"] == [first.pk, second.pk]
    assert "BRIEN" not in str(look.facts)
    text(client, LIST + "?whose=mine")  # nothing stands there
    assert AuditEntry.objects.filter(verb="see").count() == 1


def test_it_puts_what_is_late_first(client: Client) -> None:
    sign_in(client, "deciding_officer")
    young, old = listed(1), listed(2, hours_ago=100)
    upkeep.tell_late(now=clock.now())
    page = text(client)
    assert page.index(old.number) < page.index(young.number)
    assert "Late by 28 hours" in page


def test_it_speaks_french(client: Client) -> None:
    sign_in(client, "deciding_officer")
    listed()
    client.cookies["guichet_staff_language"] = "fr"
    page = text(client)
    assert "Déclaré\u202f: une infraction" in page
    assert "Irlande" in page


def test_it_filters_by_kind_and_by_who_took_it(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    mine, free = listed(1), listed(2)
    worklist.add_task(free, "refund", cause=1, now=clock.now())
    mine.tasks.update(officer=officer)
    assert free.number not in text(client, LIST + "?whose=mine")
    assert mine.number not in text(client, LIST + "?whose=free")
    assert mine.number not in text(client, LIST + "?kind=refund")
    assert free.number in text(client, LIST + "?kind=refund")
    assert "Nothing waits here" in text(client, LIST + "?kind=refund&whose=mine")


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x", "?page=²", "?kind=x&whose=y"])
def test_it_shows_a_page_whatever_is_asked_for(client: Client, query: str) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    assert application.number in text(client, LIST + query)


def test_it_turns_pages(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    for cause in range(60):
        worklist.add_task(application, "refund", cause=cause, now=clock.now())
    assert "Page 1 of 2" in text(client)
    assert text(client, LIST + "?page=2").count("<tr>") == 1 + 11


def test_it_lets_one_officer_take_a_task_and_tells_the_other(client: Client) -> None:
    first = sign_in(client, "deciding_officer")
    task = listed().tasks.get()
    other = Client()
    sign_in(other, "deciding_officer")
    for browser in (client, other):
        browser.post(f"{LIST}tasks/{task.pk}/take/", {"held_by": 0, "next": LIST})
    task.refresh_from_db()
    assert task.officer == first
    assert "by a colleague or in another window of yours" in text(other)
    assert "by a colleague or in another window of yours" not in text(client)
    assert AuditEntry.objects.filter(verb="take", actor=f"staff:{first.pk}").count() == 1


def test_it_takes_over_from_the_colleague_who_was_seen_to_hold_it(client: Client) -> None:
    absent = sign_in(Client(), "deciding_officer")
    officer = sign_in(client, "deciding_officer")
    task = listed().tasks.get()
    OfficerTask.objects.filter(pk=task.pk).update(officer=absent)
    client.post(f"{LIST}tasks/{task.pk}/take/", {"held_by": absent.pk})
    task.refresh_from_db()
    assert task.officer == officer


def test_it_gives_back_only_what_is_ones_own(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    task = listed().tasks.get()
    OfficerTask.objects.filter(pk=task.pk).update(officer=officer)
    other = Client()
    sign_in(other, "deciding_officer")
    other.post(f"{LIST}tasks/{task.pk}/give-back/")
    task.refresh_from_db()
    assert task.officer == officer
    client.post(f"{LIST}tasks/{task.pk}/give-back/")
    task.refresh_from_db()
    assert task.officer is None


def test_it_leads_nowhere_else_after_a_task(client: Client) -> None:
    sign_in(client, "deciding_officer")
    task = listed().tasks.get()
    for target in ("https://evil.example/staff/", "//evil.example", "/en/"):
        response = client.post(f"{LIST}tasks/{task.pk}/take/", {"next": target})
        assert response["Location"] == LIST


def test_it_finds_a_file_by_either_number(client: Client) -> None:
    sign_in(client, "auditor")
    application = make_paid(now=clock.now())
    authorization = application.authorization
    for spelling in (
        application.number.lower(),
        application.number[1:],
        authorization.number[1:],
        f" {authorization.number[:4]} {authorization.number[4:]}",
    ):
        response = client.post(f"{LIST}find/", {"number": spelling})
        assert response["Location"] == f"{LIST}{application.number}/"


def test_it_finds_a_question_by_its_number(client: Client) -> None:
    sign_in(client, "auditor")
    question = EnquiryQuestion(kind="other", language="en", words="When?", reply_to="")
    enquiry = enquiries.ask(question, application=listed().pk, network=NETWORK, now=clock.now())
    for spelling in (
        enquiry.number,
        enquiry.number[1:],
        f"{enquiry.number[1:4]} {enquiry.number[4:]}",
    ):
        response = client.post(f"{LIST}find/", {"number": spelling})
        assert response["Location"] == f"/staff/enquiries/{enquiry.number}/"


@pytest.mark.parametrize("spelling", ["O'BRIEN", "AB123", "V" * 500])
def test_it_says_what_is_no_number(client: Client, spelling: str) -> None:
    sign_in(client, "auditor")
    response = client.post(f"{LIST}find/", {"number": spelling})
    assert response.status_code == 422
    assert "This is no number of an application" in response.content.decode()


@pytest.mark.parametrize(
    ("spelling", "sentence"),
    [
        ("V000000000", "its last digit does not fit the others"),
        ("000 000 000", "its last digit does not fit the others"),
        ("V12", "Digits in this number: 2. A number of ours has nine"),
        ("V0000000091", "Digits in this number: 10."),
        ("V", "Digits in this number: 0."),
        ("", "Type a number first"),
        ("\x00", "Type a number first"),
    ],
)
def test_it_says_what_is_wrong_with_a_number(client: Client, spelling: str, sentence: str) -> None:
    sign_in(client, "auditor")
    response = client.post(f"{LIST}find/", {"number": spelling})
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("spelling", ["V000000009", "j 000 000 003", "V٠٠٠٠٠٠٠٠٩"])
def test_it_says_when_no_application_has_the_number(client: Client, spelling: str) -> None:
    sign_in(client, "auditor")
    response = client.post(f"{LIST}find/", {"number": spelling})
    assert response.status_code == 422
    assert "No application has this number" in response.content.decode()


def test_it_lets_nobody_try_numbers_without_end(client: Client) -> None:
    sign_in(client, "auditor")
    statuses = {client.post(f"{LIST}find/", {"number": "V1"}).status_code for _ in range(70)}
    assert statuses == {422, 429}


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_it_lets_only_who_prepares_take_a_task(client: Client, role: str) -> None:
    sign_in(client, role)
    task = listed().tasks.get()
    for verb in ("take", "give-back"):
        assert client.post(f"{LIST}tasks/{task.pk}/{verb}/").status_code == 403
    task.refresh_from_db()
    assert task.officer is None


def test_it_is_closed_to_an_administrator_and_to_one_factor(client: Client) -> None:
    administrator = sign_in(client, "administrator")
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}find/", {"number": "V1"}).status_code == 403
    half = Client()
    sign_in_as(half, administrator, proved=False)
    assert half.get(LIST).status_code == 302


def test_it_asks_the_database_the_same_for_one_line_and_for_fifty(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    for_one = own_statements(client, LIST)
    for cause in range(49):
        worklist.add_task(application, "decide", cause=cause, now=clock.now())
    many = own_statements(client, LIST)
    assert len(many) == len(for_one) == 5, "\n".join(many)


def test_it_shows_a_late_case_once_and_twice_to_nobody(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = listed(hours_ago=100)
    upkeep.tell_late(now=clock.now())
    assert application.tasks.filter(done_at=None).count() == 1
    link = f'class="number" href="/staff/cases/{application.number}/"'
    assert text(client).count(link) == 1
    assert text(client, LIST + "?whose=free").count(link) == 1
    application.tasks.update(officer=officer)
    assert text(client, LIST + "?whose=mine").count(link) == 1
    assert "Tasks: 1" in text(client)


def test_the_address_of_a_search_leads_to_the_list_when_it_is_only_opened(client: Client) -> None:
    sign_in(client, "auditor")
    answer = client.get(f"{LIST}find/", follow=True)
    assert (answer.redirect_chain[-1][0], answer.status_code) == (LIST, 200)
    page = client.post(f"{LIST}find/", {"number": "V1"}).content.decode()
    assert f'name="next" value="{LIST}"' in page  # where another language leads
