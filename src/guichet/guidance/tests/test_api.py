"""Scenarios as programs play them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.guidance.scenarios.queries import GRACE
from guichet.guidance.testing import publish, publish_shipped
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day

PATH = "/api/v1/scenarios"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scenarios() -> None:
    publish_shipped()


def get(client: Client, name: str, **fields: object) -> Any:
    return client.get(f"{PATH}/{name}", fields).json()


def test_it_lists_what_is_played(client: Client) -> None:
    response = client.get(PATH, headers={"accept-language": "fr"})
    titles = {entry["id"]: entry for entry in response.json()["scenarios"]}
    letter = titles["lost_letter"]
    assert letter["title"] == "J’ai perdu une lettre"
    assert (letter["version"], letter["programme"]) == (1, "eta")
    assert letter["channels"] == ["web", "telephone", "in_person", "kiosk"]
    assert {"en", "fr", "ar", "ja", "ht"} <= set(letter["languages"]["telephone"])
    by_field = client.get(PATH, {"lang": "fr"}, headers={"accept-language": "de"})
    assert by_field.json() == response.json()
    wrong = client.get(PATH, {"lang": "tlh"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "lang"


def test_it_goes_from_question_to_outcome(client: Client) -> None:
    step = get(client, "lost_letter", channel="web", lang="ar")
    assert step["step"] == "reads_mail"
    assert step["choices"] == [{"code": "yes", "text": "نعم"}, {"code": "no", "text": "لا"}]
    step = get(client, "lost_letter", channel="telephone", lang="en", answers="no,yes")
    assert step["outcome"] == "change_address"
    assert step["action"]["code"] == "change_address"
    assert step["action"]["url"].startswith("http")
    assert (step["version"], step["source"]) == (
        1,
        "Client service instruction: copy of a lost letter",
    )


def test_each_channel_has_its_words(client: Client) -> None:
    texts = {
        channel: get(client, "lost_letter", channel=channel, lang="en", answers="yes")["text"]
        for channel in ("web", "telephone", "in_person", "kiosk")
    }
    assert texts["web"] == texts["kiosk"]
    assert len(set(texts.values())) == 3


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"answers": "maybe"}, ("answers", "no_choice")),
        ({"answers": "yes,yes"}, ("answers", "no_choice")),
        ({"answers": ","}, ("answers", "no_choice")),
        ({"channel": "fax"}, ("channel", "out_of_range")),
        ({"channel": "airline"}, ("channel", "out_of_range")),
        ({"lang": "tlh"}, ("lang", "unknown_language")),
        ({"version": "1a"}, ("version", "malformed")),
        ({"version": "²"}, ("version", "malformed")),
        ({"colour": "red"}, ("colour", "unknown_field")),
    ],
)
def test_it_says_what_is_wrong(
    client: Client, fields: dict[str, str], error: tuple[str, str]
) -> None:
    response = client.get(f"{PATH}/lost_letter", fields)
    assert response.status_code == 422
    assert [(e["field"], e["code"]) for e in response.json()["errors"]] == [error]


def test_a_wrong_answer_comes_with_the_right_ones(client: Client) -> None:
    error = get(client, "late_72_hours", answers="maybe")["errors"][0]
    assert error["choices"] == ["less", "more", "unsure"]


@pytest.mark.parametrize(("name", "version"), [("lost_hat", ""), ("lost_letter", "7")])
def test_what_there_is_not_is_not_found(client: Client, name: str, version: str) -> None:
    assert client.get(f"{PATH}/{name}", {"version": version}).status_code == 404


def test_answers_of_a_private_scenario_stand_in_no_address(client: Client) -> None:
    publish("lost_letter", private=True)
    response = client.get(f"{PATH}/lost_letter", {"answers": "yes"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "private"
    assert get(client, "lost_letter")["step"] == "reads_mail"
    for answers in (["yes"], "yes"):
        body = {"channel": "web", "lang": "fr", "answers": answers}
        response = client.post(f"{PATH}/lost_letter", body, content_type="application/json")
        assert response.json()["outcome"] == "send_again"


@pytest.mark.parametrize("body", [{"answers": 1}, {"answers": [1]}, {"lang": 1}, {"version": True}])
def test_a_body_of_another_shape_is_refused(client: Client, body: dict[str, object]) -> None:
    response = client.post(f"{PATH}/lost_letter", body, content_type="application/json")
    assert response.status_code == 422


def test_who_began_with_a_version_ends_with_it(client: Client) -> None:
    publish("lost_letter", private=True)
    assert get(client, "lost_letter")["version"] == 2
    assert get(client, "lost_letter", version=1, answers="yes")["version"] == 1


def test_a_version_that_has_ended_says_what_followed(client: Client) -> None:
    before = clock.now() - GRACE - timedelta(minutes=1)
    publish("lost_letter", now=before, **{"from": authority_day(before)})
    response = client.get(f"{PATH}/lost_letter", {"version": "1"})
    assert response.status_code == 410
    assert (response.json()["code"], response.json()["followed_by"]) == ("version_ended", 2)
    today = authority_day(clock.now())
    publish("late_72_hours", until=today, **{"from": today - timedelta(days=9)})
    response = client.get(f"{PATH}/late_72_hours", {"version": "2"})
    assert (response.status_code, response.json()["followed_by"]) == (410, None)
    assert client.get(f"{PATH}/late_72_hours").status_code == 404


def test_a_version_of_tomorrow_is_not_played_today(client: Client) -> None:
    publish("lost_letter", **{"from": authority_day(clock.now()) + timedelta(days=1)})
    assert get(client, "lost_letter")["version"] == 1


def test_a_step_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    get(client, "lost_letter", lang="ar")
    with django_assert_num_queries(0):
        get(client, "lost_letter", lang="ja", answers="no,no")
