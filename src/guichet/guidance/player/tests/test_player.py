"""A scenario as pages: stable addresses, answers that can be changed, private ones in none."""

import re

import pytest
from django.test import Client

from guichet.guidance.player.visit import COOKIE
from guichet.guidance.scenarios.drafts import drafts
from guichet.guidance.testing import publish, publish_shipped
from guichet.web.languages import ALL

pytestmark = pytest.mark.django_db
HERE = "/en/need-help/"


@pytest.fixture(autouse=True)
def scenarios() -> None:
    publish_shipped()


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ALL)
def test_it_asks_what_somebody_needs_in_every_language(client: Client, language: str) -> None:
    text = text_of(client, f"/{language}/need-help/")
    assert f'href="/{language}/need-help/lost_letter/"' in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert f'href="/{language}/contact/"' in main
    assert f'href="/{language}/need-help/"' in text_of(client, f"/{language}/")
    assert 'lang="en"' not in main or language == "en"


def test_it_leads_from_question_to_action(client: Client) -> None:
    text = text_of(client, f"{HERE}late_72_hours/")
    assert f'href="{HERE}late_72_hours/more/"' in text
    text = text_of(client, f"{HERE}late_72_hours/more/")
    assert f'href="{HERE}late_72_hours/more/no/"' in text
    text = text_of(client, f"{HERE}late_72_hours/more/no/")
    assert 'href="/en/eta/contact/">Ask us about it</a>' in text
    assert "Client service instruction: the processing time has passed" in text
    assert client.get("/en/eta/contact/").status_code == 200


def test_every_answer_before_can_be_changed(client: Client) -> None:
    text = text_of(client, f"{HERE}late_72_hours/more/no/")
    assert f'href="{HERE}late_72_hours/" aria-label="Change the answer to: When did you' in text
    assert f'href="{HERE}late_72_hours/more/" aria-label=' in text


def test_an_answer_that_is_not_there_any_more_leads_back_to_its_question(client: Client) -> None:
    text = text_of(client, f"{HERE}late_72_hours/more/perhaps/yes/", 404)
    assert "This answer is not on the list, or not any more." in text
    assert f'href="{HERE}late_72_hours/more/no/"' in text


@pytest.mark.parametrize("path", ["lost_hat/", "lost_hat/yes/"])
def test_what_there_is_not_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"{HERE}{path}").status_code == 404


def test_private_answers_stand_in_no_address(client: Client) -> None:
    publish("lost_letter", private=True)
    assert client.get(f"{HERE}lost_letter/yes/").status_code == 404
    page = client.get(f"{HERE}lost_letter/")
    mark = page.content.decode().partition('name="about" value="')[2].partition('"')[0]
    answer = client.post(f"{HERE}lost_letter/", {"about": mark, "answer": "no"}, follow=True)
    assert answer.redirect_chain == [(f"{HERE}lost_letter/", 302)]
    text = answer.content.decode()
    assert "Do you have the number of your application" in text
    assert answer["Cache-Control"] == "no-store, private"
    assert f'href="{HERE}lost_letter/?step=1"' in text
    assert "Can you still read e-mail" in text_of(client, f"{HERE}lost_letter/?step=1")
    assert "Do you have the number" in text_of(client, "/fr/need-help/lost_letter/?step=9").replace(
        "Avez-vous sous la main le numéro", "Do you have the number"
    )


def test_a_private_answer_goes_on_from_the_page_it_was_pressed_on(client: Client) -> None:
    publish("lost_letter", private=True)
    path = f"{HERE}lost_letter/"
    mark = client.get(path).content.decode().partition('name="about" value="')[2].partition('"')[0]
    for answer in ("no", "yes"):  # a second window still shows the first question
        text = client.post(path, {"about": mark, "answer": answer}, follow=True).content.decode()
    words = drafts()["lost_letter"].words
    assert words.get("send_again.say.web", "en").text in text
    for form in ({"about": mark}, {"about": mark, "answer": "maybe"}, {"answer": "yes"}):
        assert client.post(path, form).status_code == 422


def test_finishing_forgets_private_answers(client: Client) -> None:
    publish("lost_letter", private=True)
    path = f"{HERE}lost_letter/"
    mark = client.get(path).content.decode().partition('name="about" value="')[2].partition('"')[0]
    client.post(path, {"about": mark, "answer": "no"})
    assert client.cookies[COOKIE].value
    client.post("/en/finish/")
    assert not client.cookies[COOKIE].value


def test_the_way_to_a_person_is_first_and_routine_links_are_folded(client: Client) -> None:
    main = text_of(client, "/en/need-help/").partition("<main")[2]
    assert main.index('href="#person"') < main.index("<ul") < main.index('id="person"')
    folds = re.findall(r"<summary>([^<]+)</summary>(.*?)</details>", main, re.DOTALL)
    assert [title for title, _ in folds] == ["Offices and appointments", "About the eTA"]
    assert all("routine_" in links for _, links in folds)
    private = re.findall(r'href="/en/need-help/[a-z_0-9]+/\?step=1"', main)
    assert private
