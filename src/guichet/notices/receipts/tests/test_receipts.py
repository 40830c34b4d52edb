"""A receipt is written when it was read back; a social server that fails gets no post twice."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.kernel import clock
from guichet.notices import actions
from guichet.notices.models import Receipt
from guichet.notices.receipts import proof, webhooks
from guichet.notices.receipts.actions import carry_all, channels
from guichet.notices.receipts.tests.server import Mastodon, serving
from guichet.notices.testing import ANNE, BEN, make_deed, make_published, make_words
from guichet.notices.values import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


@pytest.fixture
def server(settings: Settings) -> Iterator[Mastodon]:
    with serving() as server:
        settings.MASTODON_URL, settings.MASTODON_TOKEN = server.url, "token"
        settings.NOTICE_WEBHOOKS = [f"{server.url}/hook"]
        yield server


def read(path: str) -> str:
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def carry(now: datetime) -> int:
    return carry_all(now=now, channels=channels(read))


def do(notice: Notice, verb: str, by: str, now: datetime, **words: Any) -> Notice:
    return actions.do(make_deed(verb, notice.id, by=by, now=now, **words), now=now)


def receipt(name: str, number: int = 1) -> Receipt:
    return Receipt.objects.get(channel__startswith=name, version__number=number)


def test_it_proves_each_channel_from_put_up_to_gone(server: Mastodon) -> None:
    now = clock.now()
    notice = make_published(now=now)
    assert carry(now) == 0
    lines = list(proof.lines(notice.id))
    assert {str(line["channel"]).partition(":")[0] for line in lines} == {
        *("pages", "api", "atom", "cap", "mastodon", "webhook")
    }
    assert all(line["put_up"] and line["read_back"] and not line["taken_down"] for line in lines)
    assert len(server.statuses) == 1 and carry(now) == 0 and server.posted == 1

    ended = clock.now()
    do(notice, "solve", ANNE, ended)
    assert carry(clock.now()) == 0
    assert all(line["taken_down"] and line["read_back_gone"] for line in proof.lines(notice.id))
    [all_clear] = server.statuses.values()
    assert "is over" in all_clear and "Payments" not in all_clear
    assert carry(ended + timedelta(hours=47)) == 0 and len(server.statuses) == 1
    assert carry(ended + timedelta(hours=49)) == 0 and not server.statuses
    assert not Receipt.objects.filter(is_over=False).exists()
    assert server.posted == 2


def test_each_version_has_its_own_receipt_and_its_own_post(server: Mastodon) -> None:
    now = clock.now()
    notice = make_published(now=now)
    carry(now)
    do(notice, "update", ANNE, now, words=make_words(now=now, title="Back at three"))
    assert carry(now) == 0 and server.posted == 1
    do(notice, "publish", BEN, clock.now())
    assert carry(clock.now()) == 0
    assert receipt("pages").read_back_gone_at and receipt("pages", 2).read_back_at
    [post] = server.statuses.values()
    assert "Back at three" in post


@pytest.mark.parametrize("mood", ["twice", "deaf"])
def test_it_leaves_one_post_where_the_server_answers_twice_or_not_at_all(
    server: Mastodon, mood: str
) -> None:
    now, server.mood = clock.now(), mood
    make_published(now=now)
    carry(now)
    server.mood = "well"
    carry(now + timedelta(hours=1))
    assert len(server.statuses) == 1 and receipt("mastodon").read_back_at
    assert server.posted == (2 if mood == "twice" else 1)


def test_it_waits_for_a_server_that_is_down_for_an_hour(server: Mastodon) -> None:
    now, server.mood = clock.now(), "down"
    make_published(now=now)
    for minute in range(0, 60, 5):
        assert carry(now + timedelta(minutes=minute)) <= 2
    assert not receipt("mastodon").put_up_at and receipt("pages").read_back_at
    server.mood = "well"
    carry(now + timedelta(minutes=70))
    assert len(server.statuses) == 1 and receipt("mastodon").tries < 14


def test_what_was_solved_within_a_minute_is_posted_nowhere(server: Mastodon) -> None:
    now, server.mood = clock.now(), "down"
    notice = make_published(now=now)
    carry(now)
    server.mood = "well"
    do(notice, "solve", ANNE, clock.now())
    Receipt.objects.update(next_try_at=None)
    assert carry(clock.now()) == 0
    assert server.posted == 0 and not server.hooks
    line = next(line for line in proof.lines(notice.id) if line["channel"] == "mastodon")
    assert (line["put_up"], line["taken_down"]) == (None, None)


def test_a_webhook_is_signed_by_a_secret_of_its_own(server: Mastodon) -> None:
    now = clock.now()
    notice = make_published(now=now)
    carry(now)
    do(notice, "solve", ANNE, now)
    carry(clock.now())
    kinds = [json.loads(body)["type"] for _headers, body in server.hooks]
    assert kinds == ["web_notice.published", "web_notice.ended"]
    url = f"{server.url}/hook"
    for headers, body in server.hooks:
        number, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
        expected = webhooks.signature(url, number, sent_at, body)
        assert headers["webhook-signature"] == expected
        assert expected != webhooks.signature(f"{url}2", number, sent_at, body)
