"""Ask to be called back, confirm it by text, choose another time, cancel it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.testing import LANDLINE, NUMBER, make_agreed, make_offer
from guichet.contact.calls import upkeep
from guichet.contact.calls.testing import Telephone
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.post import deliver

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
ASK = "/en/call-back/"


class Clock:
    """A clock that a test moves on."""

    at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    return stopped


@pytest.fixture
def texts(settings: Settings, tmp_path: Path) -> Path:
    settings.SMS_URL = f"file://{tmp_path}"
    return tmp_path


def fields_of(page: str) -> dict[str, str]:
    """Return what the form of the page sends that nobody types, and the first window."""
    once = re.search(r'name="form" value="([^"]+)"', page)
    window = re.search(r'<option value="([^"]+)"', page)
    assert once and window
    return {"form": once[1], "window": window[1]}


def ask(client: Client, number: str = LANDLINE, **changes: str) -> Any:
    page = client.get(ASK).content.decode()
    return client.post(ASK, fields_of(page) | {"number": number} | changes)


def page_of(client: Client, answer: Any) -> str:
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def text_in(folder: Path) -> str:
    """Have the worker send what waits, and return the newest text."""
    text = ""
    for row in Dispatch.objects.filter(sent_at=None).order_by("pk"):
        before = set(folder.iterdir())
        assert deliver.deliver(row.pk, now=clock.now())
        (newest,) = set(folder.iterdir()) - before
        text = newest.read_text("utf-8")
    return text


def address_in(text: str) -> str:
    match = re.search(r"https?://[^/]+(/\S+)", text)
    assert match
    return match[1]


def test_a_number_that_gets_texts_is_called_once_it_has_confirmed(
    client: Client, texts: Path
) -> None:
    answer = ask(client, NUMBER)
    page = page_of(client, answer)
    assert "•••• 78" in page and "We have sent a text message" in page
    assert NUMBER not in page
    denied = client.post(answer["Location"], {"does": "confirm"})  # only the text leads to it
    assert denied.status_code == 409
    assert CallBack.objects.get().state == "asked"

    link = address_in(text_in(texts))
    assert "Did you ask us to call this number?" in client.get(link).content.decode()
    assert CallBack.objects.get().state == "asked"  # whoever only looks, as programs of mail do
    for _ in range(2):
        page = page_of(client, client.post(link, {"does": "confirm"}))
    assert "We will call you." in page and "ask first" not in page
    assert CallBack.objects.get().is_proven


def test_who_gets_no_texts_is_asked_on_the_telephone(client: Client, texts: Path) -> None:
    pages = [
        page_of(client, ask(client, LANDLINE)),
        page_of(client, ask(client, NUMBER, no_texts="on")),
    ]
    assert all("We will ask first whether you asked for this call" in page for page in pages)
    assert {row.state for row in CallBack.objects.all()} == {"agreed"}
    assert Dispatch.objects.count() == 0


def test_a_page_that_is_sent_twice_asks_once_and_corrected_it_asks_anew(client: Client) -> None:
    page = client.get(ASK).content.decode()
    form = fields_of(page) | {"number": LANDLINE}
    pages = {client.post(ASK, form)["Location"] for _ in range(2)}
    assert len(pages) == 1
    right = page_of(client, client.post(ASK, form | {"number": "+33142345679"}))
    assert "•••• 79" in right and "We will call you." in right
    assert [row.state for row in CallBack.objects.order_by("pk")] == ["canceled", "agreed"]
    assert "This call-back is canceled." in client.get(pages.pop()).content.decode()
    window = re.findall(r'<option value="([^"]+)"', page)[1]
    client.post(ASK, form | {"number": "+33142345679", "window": window})
    assert [row.state for row in CallBack.objects.filter(ended_at=None)] == ["agreed"]
    assert page.count("<optgroup") > 1


def test_two_are_open_for_a_number_and_only_the_number_learns_of_it(
    client: Client, texts: Path
) -> None:
    answers = [page_of(client, ask(client, NUMBER)) for _ in range(3)]
    bodies = [
        re.sub(r"I[ \d]{9,}|\d+-[0-9a-f]{32}|(?<=value=.)\w{64}", "", page) for page in answers
    ]
    assert bodies[1].partition("<main")[2] == bodies[2].partition("<main")[2]
    assert "We have sent a text message" in bodies[2] and "At most two calls" in bodies[2]
    states = [row.state for row in CallBack.objects.order_by("pk")]
    assert states == ["asked", "asked", "lapsed"] and CallBack.objects.last().is_declined  # type: ignore[union-attr]
    text = text_in(texts)
    assert "two calls to this number are agreed already" in text and "http" not in text
    third = ask(client, NUMBER, no_texts="on")
    assert "We will ask first" in page_of(client, third)
    client.post(third["Location"], {"does": "cancel"})
    assert client.get(third["Location"]).status_code == 200


def test_one_that_is_erased_says_so_to_who_had_its_page(client: Client) -> None:
    location = ask(client)["Location"]
    CallBack.objects.all().delete()
    page = client.get(location)
    assert page.status_code == 410 and "This call-back is over." in page.content.decode()
    assert client.get(location.replace("call-back/", "call-back/9")).status_code == 404


def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    cases = [
        ({"number": "12"}, "This number cannot be called."),
        ({"number": ""}, "This is needed."),
        ({"number": "\x00" * 9}, "character that cannot be read"),
        ({"window": "2020-01-01T10:00+0000"}, "Choose one of the answers"),
    ]
    wrong = []
    for changes, sentence in cases:
        answer = ask(client, **({"number": LANDLINE} | changes))
        text = answer.content.decode()
        if answer.status_code != 422 or sentence not in text:
            wrong.append((changes, answer.status_code))
    switched = client.post(
        ASK.replace("en", "ar"), {"number": "06 12", "language": "ar", "no_texts": "on"}
    )
    text = switched.content.decode()
    if 'value="06 12"' not in text or "checked" not in text or 'dir="rtl"' not in text:
        wrong.append(({"language": "ar"}, switched.status_code))
    assert wrong == []
    assert CallBack.objects.count() == 0
    assert client.get(f"{ASK}1-{'0' * 32}/").status_code == 404


def test_a_window_takes_so_many_and_is_then_offered_to_nobody(client: Client) -> None:
    first = fields_of(client.get(ASK).content.decode())["window"]
    for number in range(12):
        make_agreed(f"+3314234{number:04}", once=f"page-{number}", now=MONDAY)
    assert fields_of(client.get(ASK).content.decode())["window"] != first
    late = ask(client, window=first)
    assert late.status_code == 422


def test_who_was_missed_is_texted_and_chooses_a_time(
    client: Client, texts: Path, now: Clock
) -> None:
    telephone = Telephone()
    telephone.rings("1", NUMBER)
    telephone.tells("1", "ended")
    upkeep.look_after(now=now())
    assert Dispatch.objects.count() == 0  # an answer may still be on its way
    now.later(minutes=2)
    for _ in range(2):
        upkeep.look_after(now=now())
    assert Dispatch.objects.count() == 1
    link = address_in(text_in(texts))
    page = client.get(link).content.decode()
    assert "nobody answered" in page
    window = re.search(r'<option value="([^"]+)"', page)
    assert window
    page = page_of(client, client.post(link, {"does": "choose", "window": window[1]}))
    assert "We will call you." in page
    assert CallBack.objects.get().starts_at

    assert client.post(link, {"does": "choose", "window": window[1]}).status_code == 409


def test_offers_and_what_nobody_confirmed_lapse(client: Client, texts: Path, now: Clock) -> None:
    make_offer("+12125550142", now=now())
    ask(client, NUMBER)
    now.later(days=3)
    upkeep.look_after(now=now())
    assert {row.state for row in CallBack.objects.all()} == {"lapsed"}


def test_who_asks_too_often_keeps_what_was_typed(client: Client) -> None:
    for index in range(40):
        answer = ask(client, f"+3314234{index:04}")
        if answer.status_code == 429:
            break
    text = answer.content.decode()
    assert answer.status_code == 429 and answer["Retry-After"]
    assert f'value="+3314234{index:04}"' in text and "too many tries" in text


def test_the_form_says_short_times_whose_clock_and_what_agents_speak(client: Client) -> None:
    text = client.get(ASK).content.decode()
    option = re.search(r"<option[^>]*>([^<]+)<", text)
    assert option and "GMT" not in option[1] and len(option[1]) < 40
    assert "The times are those of our office: " in text and "GMT" in text
    assert "Languages of whoever calls you: English, " in text
    page = page_of(client, ask(client))
    assert 'href="/en/need-help/"' in page and 'href="/en/contact/"' in page


def test_every_page_of_contacts_leads_to_a_call_back(client: Client) -> None:
    for path in ("/en/contact/", "/en/eta/contact/"):
        text = client.get(path).content.decode()
        assert 'href="/en/call-back/"' in text and "none of these numbers can be called" in text
    for path in ("/en/eta/", "/en/eta/contact/"):
        assert 'href="/en/need-help/"' in client.get(path).content.decode()
    for path in (ASK, "/en/need-help/", "/en/contact/"):
        assert "Nobody may sell you a place" not in client.get(path).content.decode()
    assert "Nobody may sell you a place" in client.get("/en/").content.decode()
