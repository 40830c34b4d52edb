"""Notices as programs read them: JSON, Atom, CAP; in force, changed, over, asked for often."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from guichet.kernel import clock
from guichet.notices import actions, rules
from guichet.notices.feeds import cap
from guichet.notices.testing import ANNE, BEN, make_deed, make_published, make_words
from guichet.notices.values import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cap-1.2.xsd")))
CAP = {"c": cap.NAMESPACE}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def do(notice: Notice, verb: str, by: str, **words: Any) -> Notice:
    now = clock.now()
    return actions.do(make_deed(verb, notice.id, by=by, now=now, **words), now=now)


def read_cap(client: Client, notice: Notice) -> Any:
    answer = client.get(f"/api/v1/web-notices/{notice.id}.cap.xml")
    assert answer["Content-Type"] == cap.MEDIA_TYPE
    root = etree.fromstring(answer.content)
    SCHEMA.assertValid(root)
    return root


def values(root: Any, *names: str) -> list[str]:
    return [root.findtext(f"c:{name}", "", CAP) for name in names]


def test_it_follows_a_notice_from_alert_by_update_to_cancel(client: Client) -> None:
    scope = ("country:MX", "programme:eta")
    notice = make_published(now=clock.now(), words=make_words(now=clock.now(), scope=scope))
    first = read_cap(client, notice)
    assert values(first, "msgType", "references") == ["Alert", ""]
    assert [info.findtext("c:language", "", CAP) for info in first.findall("c:info", CAP)] == [
        "en",
        "fr",
    ]
    do(notice, "update", ANNE, words=make_words(now=clock.now(), title="Back at three"))
    assert values(read_cap(client, notice), "msgType") == ["Alert"]  # nobody has published it
    notice = do(notice, "publish", BEN)
    second = read_cap(client, notice)
    sender, identifier, sent_at = values(first, "sender", "identifier", "sent")
    assert values(second, "msgType", "references") == ["Update", f"{sender},{identifier},{sent_at}"]
    entries = client.get("/api/v1/web-notices?lang=fr").json()["notices"]
    assert [(n["title"], n["updates"][0]["title"]) for n in entries] == [
        ("Back at three (fr)", "Payments are down (fr)")
    ]

    do(notice, "solve", ANNE)

    last = read_cap(client, notice)
    kind, references, name = values(last, "msgType", "references", "identifier")
    assert kind == "Cancel" and references.count(sender) == 4 and name.endswith("-2-end")
    assert client.get("/api/v1/web-notices").json() == {"notices": []}
    assert client.get(f"/api/v1/web-notices/{notice.id}").json()["status"] == "solved"
    terms = etree.fromstring(client.get("/api/v1/web-notices.atom").content).xpath(
        "//a:category/@term", namespaces=ATOM
    )
    assert terms[0] == "Cancel" and len(terms) == 4


def test_the_schema_refuses_what_is_no_message() -> None:
    now = clock.now()
    root = etree.fromstring(cap.message(make_published(now=now), now=now))
    for name, text in (
        ("c:sent", "2026-11-30T08:00:00Z"),
        ("c:status", "actual"),
        ("c:sender", "a b"),
    ):
        broken = etree.fromstring(etree.tostring(root))
        broken.find(name, CAP).text = text
        assert not SCHEMA.validate(broken), name


def test_it_keeps_no_trace_in_feeds_after_two_days() -> None:
    now = clock.now()
    notice = make_published(now=now - timedelta(days=4))
    assert Client().get(f"/api/v1/web-notices/{notice.id}.cap.xml").status_code == 404
    assert b"<entry" not in Client().get("/api/v1/web-notices.atom").content
    assert Client().get(f"/api/v1/web-notices/{notice.id}").json()["status"] == "expired"


def test_who_asks_every_second_costs_neither_a_query_nor_a_body(
    client: Client, django_assert_num_queries: Any
) -> None:
    notice = make_published(now=clock.now())
    for path in ("web-notices.atom?lang=ar", "web-notices", f"web-notices/{notice.id}.cap.xml"):
        first = client.get(f"/api/v1/{path}")
        with django_assert_num_queries(0):
            for _ in range(3):
                again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
                assert (again.status_code, again.content) == (304, b"")
    do(notice, "solve", ANNE)
    changed = client.get("/api/v1/web-notices", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_it_tells_a_language_that_a_notice_lacks_in_english(client: Client) -> None:
    make_published(now=clock.now(), words=make_words(now=clock.now(), languages=("es",)))
    for language, tongue in (("ar", "es"), ("es", "es")):
        entries = client.get(f"/api/v1/web-notices?lang={language}").json()["notices"]
        assert [entry["language"] for entry in entries] == [tongue]
    refusal = client.get("/api/v1/web-notices?lang=xx")
    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (422, "lang")
    assert client.get("/api/v1/web-notices/nothing").status_code == 404


def test_a_notice_that_was_solved_before_it_began_is_told_by_nobody(client: Client) -> None:
    now = clock.now()
    words = make_words(now=now)
    later = replace(words, starts_at=now + timedelta(hours=2))
    notice = make_published(now=now, words=later)
    assert client.get("/api/v1/web-notices").json() == {"notices": []}
    do(notice, rules.SOLVE, ANNE)
    assert client.get(f"/api/v1/web-notices/{notice.id}.cap.xml").status_code == 404
