"""Somebody reports what is wrong on a page; staff read it by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.feedback import upkeep
from guichet.feedback.models import Report
from guichet.feedback.rules import scrubbed
from guichet.kernel import clock
from guichet.staff.testing import sign_in
from guichet.web.addresses.naming import named

pytestmark = pytest.mark.django_db
FORM = "/en/feedback/"
TYPED = {"page": "/eta/need/", "reason": ["wrong", "other"], "text": "Call me: +1 514 555 0199"}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("My passport AB123456 is refused", "My passport […] is refused"),
        ("A123 456 789 and ٠١٢٣٤٥٦٧", "[…] and […]"),
        ("me.too@example.org, please", "[…], please"),
        ("514-555-0199.", "[…]."),
        (
            "It says 404 since 2026, at 10:30, for $7.00",
            "It says 404 since 2026, at 10:30, for $7.00",
        ),
        ("Il manque l’étape 2 sur 5", "Il manque l’étape 2 sur 5"),
    ],
)
def test_numbers_and_addresses_of_people_are_taken_out(text: str, clean: str) -> None:
    assert scrubbed(text) == clean
    assert scrubbed(clean) == clean


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/eta/need/", "/eta/need/"),
        ("/en/eta/need/?x=1", "/eta/need/"),
        ("/fr/", "/"),
        ("/eta/John-Smith-1980/", ""),
        ("/en/offices/OTT/", "/offices/OTT/"),
        ("/en/offices/987654321/", "/offices/*/"),
        ("https://elsewhere.example/", ""),
        ("x" * 300, ""),
    ],
)
def test_a_page_is_one_of_the_site_or_none(text: str, name: str) -> None:
    assert named(text) == name


def test_a_text_is_shown_as_it_will_be_kept_and_sent_without_a_number(client: Client) -> None:
    foot = client.get("/fr/eta/need/").content.decode()
    assert '<p class="screen"><a href="/fr/feedback/?page=/eta/need/"' in foot  # not on paper
    preview = client.post(FORM, TYPED).content.decode()
    assert "0199" not in preview
    assert "Call me: […]" in preview
    assert not Report.objects.exists()
    text = re.findall(r'name="text" value="([^"]*)"', preview)[0]
    answer = client.post(FORM, TYPED | {"text": text, "does": "send"}, follow=True)
    assert answer.redirect_chain == [
        ("/en/feedback/thanks/?page=/eta/need/".replace("/eta/need/", "%2Feta%2Fneed%2F"), 303)
    ]
    assert "You will receive no reply." in answer.content.decode()
    report = Report.objects.get()
    assert (report.page, report.language, report.text) == ("/eta/need/", "en", "Call me: […]")
    assert report.reasons == ["wrong", "other"]
    assert report.release


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client) -> None:
    about = client.get(FORM, {"page": "/eta/apply/steps/*/"}).content.decode()
    title = re.findall(r"<title>(.*?) · ", client.get("/en/eta/apply/").content.decode())[0]
    assert f"<bdi>{title} › …</bdi>" in about and "/eta/apply/steps/*/" in about
    form = client.get(FORM).content.decode()
    assert "Choose one of the boxes, or write a few words." in form
    assert "(optional)" not in form  # one of the two is needed
    nothing = client.post(FORM, {"page": "/eta/need/"})
    assert nothing.status_code == 422
    long = client.post(FORM, {"reason": "broken", "text": "x" * 301})
    assert (long.status_code, "x" * 301 in long.content.decode()) == (422, True)
    assert client.post(FORM, {"reason": "invented"}).status_code == 422
    other = client.post("/ar/feedback/", TYPED | {"language": "ar"}).content.decode()
    assert "Call me" in other
    assert 'value="wrong" checked' in other
    for _ in range(11):
        last = client.post(FORM, {"reason": "broken"})
    assert last.status_code == 429
    assert Report.objects.count() == 10


def test_staff_read_reports_by_page_and_settle_them(client: Client) -> None:
    for reason in ("broken", "spelling"):
        client.post(FORM, {"page": "/eta/need/", "reason": reason})
    auditor, manager = Client(), Client()
    sign_in(auditor, "auditor")
    sign_in(manager, "administrator")
    board = auditor.get("/staff/board/pages/").content.decode()
    assert "/eta/need/" in board
    title = re.findall(r"<title>(.*?) · ", client.get("/en/eta/need/").content.decode())[0]
    assert f'<a href="/en/eta/need/"><bdi>{title}</bdi></a>' in board
    assert "Reports: 2" in board
    report = Report.objects.first()
    assert report
    path = f"/staff/board/pages/{report.pk}/"
    assert path not in board  # who audits changes nothing
    assert manager.post(path, {"state": "done"}).status_code == 303
    assert "Reports: 1" in manager.get("/staff/board/pages/").content.decode()
    assert "done by" in manager.get("/staff/board/pages/?state=done").content.decode()


def test_a_report_is_forgotten_after_a_year(client: Client) -> None:
    client.post(FORM, {"reason": "broken"})
    assert upkeep.purge(now=clock.now() + timedelta(days=364))["page_reports"] == 0
    assert upkeep.purge(now=clock.now() + timedelta(days=366))["page_reports"] == 1
