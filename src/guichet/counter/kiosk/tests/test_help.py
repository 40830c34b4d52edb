"""Who has a question at a kiosk presses on to the answer; the next client sees nothing of it."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from guichet.counter.kiosk.tests.presses import begin, mark_on, say, words_of
from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.rules import paths
from guichet.guidance.testing import publish_shipped
from guichet.kernel import clock
from guichet.kernel.testing import usual

OF_THE_FAMILY = ("routine_case_status", "routine_eta_general_phone")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kiosk")]


@pytest.fixture(autouse=True)
def scenarios(kiosk: object) -> None:
    publish_shipped()


def main_of(page: Any) -> str:
    return str(page.content.decode()).partition("<main")[2].partition("</main>")[0]


def follow(client: Client, page: Any, words: str) -> Any:
    """Press what says these words: a link, or a button of the form of the stay."""
    for link, inside in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', main_of(page), re.S):
        if words in unescape(inside):
            return client.get(unescape(link), follow=True)
    pattern = r'<button [^>]*name="(\w+)" value="(\w+)"[^>]*>(.*?)</button>'
    for name, value, inside in re.findall(pattern, main_of(page), re.S):
        if words in unescape(inside):
            form = re.search(r'<form [^>]*action="([^"]*)"', main_of(page))
            assert form, main_of(page)
            return client.post(form[1], {name: value, "stay": mark_on(page)}, follow=True)
    raise AssertionError(f"nothing says {words}: {words_of(page)}")


def test_somebody_presses_on_to_the_answer_and_takes_it_along(client: Client) -> None:
    page = follow(client, begin(client), say("choice.help"))
    page = follow(client, page, "Results and letters")
    page = follow(client, page, "I have lost a letter")
    assert "Can you still read" in words_of(page)
    page = follow(client, page, "Yes")
    assert "data-outcome" in main_of(page)
    assert "With them you read every letter on our site." in words_of(page)
    assert "<svg" in main_of(page)
    assert "Have your number and a new PIN sent" in words_of(page)
    page = follow(client, page, say("help.back"))
    assert "Can you still read" in words_of(page)
    page = follow(client, page, say("help.back"))
    page = follow(client, page, say("help.back"))
    page = follow(client, page, say("help.person"))
    assert "/kiosk/walk-in/" in page.request["PATH_INFO"]


@pytest.mark.parametrize("language", usual("ar", of=["en", "fr", "ar", "ja"]))
def test_every_outcome_is_reached_and_nothing_leads_elsewhere(
    client: Client, language: str
) -> None:
    begin(client, language)
    wrong = []
    versions = [v for v in queries.scenarios(clock.now()) if "kiosk" in v.tree.channels]
    assert len(versions) >= 40
    others = {v.name for v in versions if v.tree.group == "routine"} - set(OF_THE_FAMILY)
    versions = [v for v in versions if v.name not in others]  # they are one tree
    for version in versions:
        for way in paths(version.tree):
            page = client.get(f"/kiosk/help/about/{version.name}/?again")
            for code in way.answers:
                values = {"answer": code, "stay": mark_on(page)}
                page = client.post(page.request["PATH_INFO"], values, follow=True)
            says = version.say(f"{way.step}.say", "kiosk", language)
            links = re.findall(r'(?:href|action)="([^"]*)"', main_of(page))
            if str(says) not in words_of(page) or not all(x.startswith("/kiosk/") for x in links):
                wrong.append((version.name, way.answers, links))
            if version.tree.outcomes[way.step].action and "<svg" not in main_of(page):
                wrong.append((version.name, way.answers, "no square code"))
    assert wrong == []


def test_a_list_of_two_programmes_says_which_is_whose(client: Client) -> None:
    begin(client)
    two, only = (main_of(client.get(f"/kiosk/help/{group}/")) for group in ("routine", "result"))
    assert re.findall(r"<h2>(.*?)</h2>", two) == ["Offices and appointments", "About the eTA"]
    others, own = two.split("<h2>")[1:]
    assert "routine_eta_facts" in own and "routine_forms" not in own
    assert "routine_forms" in others and "routine_eta_" not in others
    assert "<h2>" not in only


def test_what_is_no_answer_is_asked_again_and_what_is_not_there_is_not_found(
    client: Client,
) -> None:
    page = begin(client)
    for path in ("help/hats/", "help/about/lost_hat/", "help/about/airport_refused_x/"):
        assert client.get(f"/kiosk/{path}").status_code == 404
    page = client.get("/kiosk/help/about/lost_letter/")
    for answer in ("", "maybe", "\0", "back"):
        values = {"answer": answer, "stay": mark_on(page)}
        page = client.post("/kiosk/help/about/lost_letter/", values)
        assert page.status_code == 422
        assert "Can you still read" in words_of(page)


def test_the_next_client_finds_no_answer_of_the_one_before(client: Client) -> None:
    begin(client)
    page = client.get("/kiosk/help/about/result/")
    page = follow(client, page, "Not approved")
    assert "The letter gives the reasons." in words_of(page)
    assert "refused" not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
    form = mark_on(page)
    begin(client)
    assert "What does the letter or the page say?" in words_of(
        client.get("/kiosk/help/about/result/")
    )
    late = client.post("/kiosk/help/about/result/", {"answer": "neither", "stay": form})
    assert (late.status_code, late["Location"]) == (303, "/kiosk/")
