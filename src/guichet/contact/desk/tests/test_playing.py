"""The scenario beside the call: chosen, answered, answered otherwise; it keeps its version."""

import re

import pytest
from django.test import Client

from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.guidance.testing import publish, publish_shipped
from guichet.interactions.models import Interaction
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@pytest.fixture
def address(client: Client) -> str:
    publish_shipped()
    sign_in(client, "general_agent")
    return begun(client)


def test_a_scenario_is_found_by_words_of_both_languages_and_played_to_an_outcome(
    client: Client, address: str
) -> None:
    _, page = pressed(client, address, "find", search="LETTER arrive")
    assert 'value="play:lost_letter"' in page and 'value="play:need_one"' not in page
    assert "No scenario has these words." in pressed(client, address, "find", search="zzz")[1]

    status, page = pressed(client, address, "play:lost_letter", internal="Angry.", number="V1")
    assert status == 200 and "Angry." in page and 'value="V1"' in page
    assert 'lang="ar" dir="rtl"' in page and 'accesskey="1"' in page
    for _ in range(2):
        status, page = pressed(client, address, "answer:0:no")
    contact = Interaction.objects.get()
    assert (contact.scenario, contact.answers) == ("lost_letter", ["no"])
    assert pressed(client, address, "answer:1:maybe")[0] == 409
    _, page = pressed(client, address, "answer:1:yes")
    assert "First compare" not in page and 'href="#who"' not in page, "no proof would open it"
    assert re.search(r'href="[^"]*/ar/eta/yours/address/"', page)
    _, page = pressed(client, address, "back:0")
    assert Interaction.objects.get().answers == []
    _, page = pressed(client, address, "answer:0:yes")
    assert Interaction.objects.get().answers == ["yes"]
    assert "First compare what they say" in page and 'href="#who"' in page
    match = MAIN.search(client.get(address).content.decode())
    assert match and 'value="back:0"' in match[0]


def test_a_scenario_that_changes_meanwhile_goes_on_in_its_version(
    client: Client, address: str
) -> None:
    pressed(client, address, "play:lost_letter")
    before = Interaction.objects.get().scenario_version
    publish("lost_letter", group="before")
    _, page = pressed(client, address, "answer:0:no")
    contact = Interaction.objects.get()
    assert contact.scenario_version == before and f"version {before}" in page
    pressed(client, address, "play:lost_letter")
    assert Interaction.objects.get().scenario_version == (before or 0) + 1


def test_answers_of_a_private_one_stand_in_no_address(client: Client, address: str) -> None:
    pressed(client, address, "play:changed")
    answer = client.post(address, {"do": "answer:0:nothing"})
    assert answer.status_code == 409 and "Choose one of its answers" in answer.content.decode()
    assert client.get(address).wsgi_request.get_full_path() == address


def test_what_is_not_played_is_said_and_readers_see_the_way(client: Client, address: str) -> None:
    assert pressed(client, address, "play:nothing")[0] == 409
    assert pressed(client, address, "answer:0:yes")[0] == 409
    pressed(client, address, "play:lost_letter")
    pressed(client, address, "answer:0:no")
    auditor = Client()
    sign_in(auditor, "auditor")
    page = auditor.get(address).content.decode()
    assert "data-step" in page and 'name="do"' not in page
