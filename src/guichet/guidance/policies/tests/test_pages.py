"""What everybody reads of policies, and what their writers do, page by page."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from guichet.guidance.models import PolicyVersion
from guichet.guidance.policies.testing import make_policy
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.testing import publish_shipped
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
HERE, ONE = "/staff/policies/", "/staff/policies/lost-letters/"
ATOM = "{http://www.w3.org/2005/Atom}"
TYPED = {
    "name": "lost-letters",
    "kind": "procedure",
    "programme": "all",
    "title_en": "Lost letters",
    "text_en": "## First\n\n- Look <b>twice</b>.",
    "changed_en": "It is new.",
}


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode().replace("\u2068", "").replace("\u2069", "")


def writer(name: str) -> Client:
    client = Client()
    sign_in(client, "policy_writer", name=name)
    return client


def test_one_writes_another_approves_and_everybody_reads(client: Client) -> None:
    first, second = writer("writer-1"), writer("writer-2")
    assert first.post(f"{HERE}new/", TYPED | {"changed_en": ""}).status_code == 422
    assert first.post(f"{HERE}new/", TYPED | {"name": "A b"}).status_code == 422
    assert first.post(f"{HERE}new/", TYPED).status_code == 302
    assert second.post(f"{HERE}new/", TYPED).status_code == 409
    assert first.post(f"{ONE}write/", TYPED | {"revision": "1"}).status_code == 302
    stale = first.post(f"{ONE}write/", TYPED | {"revision": "1", "title_en": "Typed twice"})
    assert stale.status_code == 409
    assert "Typed twice" in stale.content.decode()
    assert first.post(f"{ONE}propose/").status_code == 302
    assert first.post(f"{ONE}approve/", {"revision": "2"}).status_code == 409
    assert "waits for a second person, written by writer-1" in text_of(second, HERE)
    assert client.get("/en/policies/lost-letters/").status_code == 404
    assert 'name="revision" value="2"' in text_of(second, ONE)
    for _ in range(2):  # the second press says the same
        assert second.post(f"{ONE}approve/", {"revision": "2"}).status_code == 302
    assert "Written by writer-1, approved by writer-2" in text_of(first, ONE)
    page = text_of(client, "/en/policies/lost-letters/")
    assert "<h2>First</h2>" in page
    assert "Look &lt;b&gt;twice&lt;/b&gt;." in page


def test_it_refuses_a_placeholder_that_nobody_fills_in_beside_its_field() -> None:
    first = writer("writer-1")
    for text in ("Until %(day)s.", "Until {day}.", "Until {{ day }}."):
        response = first.post(f"{HERE}new/", TYPED | {"text_en": text})
        assert response.status_code == 422
        page = response.content.decode()
        assert "nothing is filled in here" in page
        assert text in page
    assert first.post(f"{HERE}new/", TYPED | {"text_en": "5 % (of {1, 2})."}).status_code == 302


def test_what_is_given_back_is_a_draft_again_with_what_to_change() -> None:
    first, second = writer("writer-1"), writer("writer-2")
    first.post(f"{HERE}new/", TYPED)
    first.post(f"{ONE}propose/")
    assert second.post(f"{ONE}give-back/", {"answer": ""}).status_code == 422
    assert second.post(f"{ONE}give-back/", {"answer": "Shorter, please."}).status_code == 302
    assert "Shorter, please." in text_of(first, ONE)
    assert second.post(f"{ONE}discard/").status_code == 302
    assert first.get(ONE).status_code == 404


def test_a_reader_of_another_language_is_told_so_and_finds_what_changed(client: Client) -> None:
    make_policy(now=clock.now())
    make_policy(now=clock.now(), texts={"en": "Otherwise."}, changed={"en": "All of it."})
    later = authority_day(clock.now()) + timedelta(days=9)
    make_policy(now=clock.now(), since=later, texts={"en": "Not yet."})
    page = text_of(client, "/ar/policies/call-backs/")
    assert '<div class="prose" lang="en" dir="ltr">' in page
    assert "Otherwise." in page
    assert "All of it." in page
    assert 'href="/en/policies/call-backs/2/"' in page
    assert "Not yet." not in page
    assert client.get("/ar/policies/call-backs/3/").status_code == 404
    earlier = text_of(client, "/fr/policies/call-backs/1/")
    assert "Ceci est une version antérieure" in earlier
    assert "Nous rappelons." in earlier


def test_the_feed_has_what_is_published_with_what_changed(client: Client) -> None:
    make_policy(now=clock.now())
    response = client.get("/fr/policies/feed.atom")
    assert response["Content-Type"] == "application/atom+xml"
    (entry,) = ET.fromstring(response.content).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Rappels"
    assert entry.findtext(f"{ATOM}summary") == "C’est nouveau."
    assert entry.find(f"{ATOM}link").get("href", "").endswith("/fr/policies/call-backs/1/")  # type: ignore[union-attr]
    assert client.get("/fr/policies/feed.atom").content == response.content


def test_scenarios_are_read_way_by_way_and_private_ones_by_nobody(client: Client) -> None:
    scenarios.forget()  # what another test has published
    assert PolicyVersion.objects.count() == 0
    assert "Nothing is published yet." in text_of(client, "/en/policies/")
    publish_shipped()
    assert 'href="/de/policies/scenarios/lost_letter/"' in text_of(client, "/de/policies/")
    assert "<h2>Way 3</h2>" in text_of(client, "/en/policies/scenarios/lost_letter/")
    assert client.get("/en/policies/scenarios/changed/").status_code == 404


def test_a_policy_of_a_programme_that_is_off_is_not_there(client: Client) -> None:
    make_policy(now=clock.now(), programme="parking")
    assert client.get("/en/policies/call-backs/").status_code == 404
