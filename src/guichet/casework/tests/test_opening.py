"""A file opens on why it is here and what is new; what is decided leads to the next case."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications.changes import corrections
from guichet.applications.decisions import reconsiderations
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application
from guichet.applications.testing import NETWORK, make_listed, make_refused
from guichet.casework.file import opening
from guichet.casework.tests import desk
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def opening_of(page: str) -> str:
    """Return what stands above the parts of a file."""
    return page.partition("data-presence=")[2].partition("<aside")[0]


def read(client: Client, application: Application) -> str:
    return desk.body(client.get(desk.address(application)))


def colleague(name: str) -> tuple[Client, User]:
    client = Client()
    return client, sign_in(client, "deciding_officer", name=name)


def test_it_opens_on_the_reason_with_the_answers_that_set_it_off(client: Client) -> None:
    sign_in(client, "deciding_officer")
    page = opening_of(read(client, make_listed(7, now=clock.now())))
    for words in ("Declared: an offence", "careless driving", "not looked at this file before"):
        assert words in page, words


def test_it_says_what_is_new_since_the_last_look_with_before_and_after(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "deciding_officer")
    application = make_listed(7, now=clock.now() - timedelta(days=1))
    read(client, application)
    assert "Nobody else has changed anything" in opening_of(read(client, application))
    corrections.correct(application.pk, {"home_city": "Cork"}, now=clock.now())
    page = read(client, application)
    assert "corrected" in opening_of(page), opening_of(page)
    assert "<mark><bdi>Cork</bdi></mark> <small>Before: Galway</small>" in page
    client.get(desk.address(application, "approve"))
    page = read(client, application)  # back from the page of a deed: it is new as it was
    assert ("corrected" in opening_of(page), "Before: Galway" in page) == (True, True)
    after_a_break = clock.now() + opening.SITTING
    monkeypatch.setattr(clock, "now", lambda: after_a_break)
    page = read(client, application)
    assert ("corrected" in opening_of(page), "Before: Galway" in page) == (False, False)


def test_it_opens_on_what_the_person_waits_for(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_refused(now=clock.now())
    reconsiderations.request_reconsideration(
        application.pk, "The court acquitted me.", now=clock.now()
    )
    question = EnquiryQuestion(kind="other", language="en", words="When?", reply_to="")
    enquiry = enquiries.ask(question, application=application.pk, network=NETWORK, now=clock.now())
    page = opening_of(read(client, application))
    assert page.index("asked to look again") < page.index("The court acquitted me.")
    assert "A question of the person waits" in page
    assert f"/staff/enquiries/{enquiry.number}/" in page
    assert "asked to look again" in desk.body(client.get("/staff/cases/"))
    panel = read(client, application).partition("<aside")[2].partition("</aside>")[0]
    assert "Answer the question" in panel
    assert "Question" in panel.partition('class="tasks"')[2]
    client.post(
        f"/staff/enquiries/{enquiry.number}/", {"answer": "It is in hand.", "step": "confirm"}
    )
    file = read(client, application)
    assert "Answer the question" not in file
    assert "A question of the person waits" not in file
    assert "answered a question" in file.partition('id="history"')[2]


def test_it_says_at_once_that_a_colleague_is_in_it(client: Client) -> None:
    sign_in(client, "deciding_officer")
    other, _ = colleague("ottilie")
    application = make_listed(7, now=clock.now())
    read(other, application)
    assert "ottilie opened this file" in opening_of(read(client, application))
    page = desk.body(other.get(desk.address(application, "refuse")))
    assert "may still be reading it" in page


def test_a_decision_leads_to_the_next_case_of_the_chosen_list(client: Client) -> None:
    sign_in(client, "deciding_officer")
    now = clock.now()
    ireland, read_by_another, last = (
        make_listed(number, now=now - timedelta(hours=9 - number)) for number in (1, 2, 3)
    )
    other, _ = colleague("ottilie")
    read(other, read_by_another)
    client.get("/staff/cases/?kind=decide&sort=-age")
    client.get("/staff/cases/?kind=decide")
    file = desk.address(ireland)
    assert 'href="/staff/cases/?kind=decide"' in desk.body(client.get(file))
    path = desk.address(ireland, "approve")
    page = desk.body(client.get(path))  # the second press from the file leads to the next case
    assert ("letter of approval" in page, 'value="confirm_next"' in page) == (True, True)
    fields = {"internal": ["identity_clear"], "note": "Seen.", "seen": desk.change_of(page)}
    answer = client.post(path, {**fields, "step": "confirm_next"})
    assert answer["Location"] == desk.address(last)
    page = desk.body(client.get(answer["Location"]))
    assert "Approved" in page.partition('class="opening"')[0]
    assert file in page.partition('class="opening"')[0]
    answer = desk.confirm(
        client,
        desk.address(last, "approve"),
        client.get(desk.address(last, "approve")),
        step="confirm_next",
    )
    assert answer["Location"] == "/staff/cases/?kind=decide"  # nothing is left of it
