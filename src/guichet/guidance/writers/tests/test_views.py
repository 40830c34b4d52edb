"""What policy writers see and do: propose, publish another's, read aloud, preview, picture."""

import pytest
from django.test import Client

from guichet.guidance.models import ScenarioProposal, ScenarioVersion
from guichet.guidance.testing import publish, publish_shipped
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
HERE = "/staff/scenarios/"
ONE = f"{HERE}lost_letter/"


def writer(name: str) -> Client:
    client = Client()
    sign_in(client, "policy_writer", name=name)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_one_writer_proposes_and_another_publishes() -> None:
    first, second = writer("writer-1"), writer("writer-2")
    assert 'data-scenario="lost_letter" data-state="changed"' in text_of(first, HERE)
    assert first.post(f"{ONE}propose/", {"reason": ""}).status_code == 422
    assert first.post(f"{ONE}propose/", {"reason": "first version"}).status_code == 302
    proposal = ScenarioProposal.objects.get()
    assert "waits for a second person" in text_of(first, HERE)
    assert "Another person publishes what you have proposed." in text_of(first, ONE)
    publish_path = f"{ONE}proposals/{proposal.pk}/publish/"
    assert first.post(publish_path).status_code == 409
    assert publish_path in text_of(second, ONE)
    assert second.post(publish_path).status_code == 302
    assert second.post(publish_path).status_code == 409
    text = text_of(second, ONE)
    assert "written by writer-1, approved by writer-2" in text.replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert "The draft reads as what is published." in text
    assert ScenarioVersion.objects.get().reason == "first version"


def test_what_is_given_back_says_what_is_to_be_changed() -> None:
    first, second = writer("writer-1"), writer("writer-2")
    first.post(f"{ONE}propose/", {"reason": "first version"})
    path = f"{ONE}proposals/{ScenarioProposal.objects.get().pk}/give-back/"
    assert second.post(path, {"answer": ""}).status_code == 422
    assert second.post(path, {"answer": "shorter words, please"}).status_code == 302
    assert "shorter words, please" in text_of(first, ONE)
    assert first.post(f"{ONE}propose/", {"reason": "shorter"}).status_code == 302


def test_a_draft_shows_what_it_changes() -> None:
    version = publish("late_72_hours")
    assert version.number == 1
    text = text_of(writer("writer-1"), f"{HERE}late_72_hours/")
    assert "No sentence changes; the tree does." in text


def test_a_draft_is_played_on_any_channel_in_any_language() -> None:
    client = writer("writer-1")
    text = text_of(client, f"{ONE}0/preview/?channel=telephone&lang=ar&answers=yes")
    assert 'data-step="send_again"' in text
    assert 'lang="ar"' in text
    for path in (f"{ONE}0/preview/", f"{ONE}0/dialogue/"):  # the frame is in English and French
        assert text_of(client, path).partition("<main")[0].count(">Français<") == 1
    assert "Say the same sentence whether they match or not." in text
    assert client.get(f"{ONE}0/preview/?answers=maybe").status_code == 404
    assert client.get(f"{ONE}9/preview/").status_code == 404


def test_a_version_is_read_aloud_as_a_dialogue_way_by_way() -> None:
    publish_shipped()
    text = text_of(writer("writer-1"), f"{ONE}1/dialogue/?channel=telephone&lang=fr")
    assert text.count("<h2>Way") == 3
    assert "Je peux faire renvoyer la lettre" in text
    assert "Version 1, as it was published" in text


def test_its_picture_has_every_step_and_answer() -> None:
    response = writer("writer-1").get(f"{ONE}0/picture.svg")
    assert response["Content-Type"] == "image/svg+xml"
    drawing = response.content.decode()
    for name in ("reads_mail", "has_number", "send_again > send_letter_again", "ask_us > enquiry"):
        assert name.replace(">", "&gt;") in drawing
    assert drawing.count("marker-end") == 4


@pytest.mark.parametrize("path", ["lost_hat/", "lost_hat/0/preview/", "lost_hat/0/picture.svg"])
def test_what_there_is_not_is_not_found(path: str) -> None:
    assert writer("writer-1").get(f"{HERE}{path}").status_code == 404
