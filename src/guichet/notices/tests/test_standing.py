"""A notice reaches every page by a file, with and without the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.notices import actions, queries, rules, words
from guichet.notices.drafts import failing
from guichet.notices.models import WebNotice, WebNoticeDeed, WebNoticeVersion
from guichet.notices.numbers import new_id
from guichet.notices.public import banner
from guichet.notices.standing import beside, board, file
from guichet.notices.testing import ANNE, BEN, make_deed, make_published, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


def test_it_stands_on_pages_of_every_kind_and_is_gone_when_it_is_solved(client: Client) -> None:
    now = clock.now()
    notice = make_published(now=now)
    pages = ["/en/", "/fr/", "/ar/appointments/", "/en/nothing/", "/staff/", "/en/web-notices/"]
    for page in pages:
        text = client.get(page, follow=True).content.decode()
        assert f'data-notice="{notice.id}"' in text, page
    arabic = client.get("/ar/").content.decode()
    assert "هذا الإعلان غير متوفر بعد بهذه اللغة" in arabic
    assert '<div lang="en" dir="ltr">' in arabic and '<div lang="fr" dir="ltr">' in arabic
    actions.do(make_deed(rules.SOLVE, notice.id, by=ANNE, now=clock.now()), now=clock.now())
    for page in pages:
        text = client.get(page, follow=True).content.decode()
        assert f'data-notice="{notice.id}"' not in text and "Payments are down" not in text, page
        assert f'data-all-clear="{notice.id}"' in text, page
    page = client.get(f"/en/web-notices/{notice.id}/").content.decode()
    assert "Payments are down (en)" in page and "This has been over since" in page


def test_it_asks_no_database_for_a_page(client: Client, django_assert_num_queries) -> None:
    notice = make_published(now=clock.now())
    client.get("/en/privacy/")
    with django_assert_num_queries(0):
        assert notice.id in client.get("/en/privacy/").content.decode()
        assert notice.id in client.get("/en/web-notices/").content.decode()
        assert client.get(f"/en/web-notices/{notice.id}/").status_code == 200


def test_it_refuses_in_the_database_that_one_person_does_both() -> None:
    notice = make_published(now=clock.now())
    rows = WebNoticeVersion.objects.filter(notice=notice.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebNoticeVersion.objects.create(
            **{**rows.values().get(), "id": None, "number": 2, "identifier": "x"}
            | {"published_by": ANNE.upper()}
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(text={"en": "Something else"})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(published_by="carl")


def test_it_loses_and_doubles_nothing_that_was_done_without_the_database() -> None:
    now = clock.now()
    before = make_published(now=now)
    number, words = new_id(), make_words(now=now, title="All is down")
    drafted = make_deed(rules.DRAFT, number, by=ANNE, now=now, words=words)
    beside.without_database(drafted)
    with pytest.raises(Obstacle, match="same_person"):
        beside.without_database(make_deed(rules.PUBLISH, number, by=ANNE, now=now))
    beside.without_database(make_deed(rules.PUBLISH, number, by=BEN, now=now))
    beside.without_database(make_deed(rules.SOLVE, before.id, by=ANNE, now=now))
    assert not WebNotice.objects.filter(pk=number).exists()
    assert [notice.id for notice in board.in_force(now=now)] == [number]

    actions.apply(drafted)  # it went in, and nobody heard that it had
    actions.bring_up_to_date(now=now)
    actions.bring_up_to_date(now=now)

    assert not file.has_journal()
    assert {n.id: n.state for n in queries.standing(now=now)} == {
        number: "published",
        before.id: "solved",
    }
    assert [len(rows) for rows in _deeds(number, before.id)] == [2, 3]
    assert [notice.id for notice in board.in_force(now=now)] == [number]


def _deeds(*numbers: str) -> list[list[WebNoticeDeed]]:
    return [list(WebNoticeDeed.objects.filter(notice=number)) for number in numbers]


def test_it_keeps_what_stood_before_a_line_that_broke_off() -> None:
    now = clock.now()
    number = new_id()
    beside.without_database(make_deed("draft", number, by=ANNE, now=now, words=make_words(now=now)))
    with (file.folder() / "journal.jsonl").open("a") as journal:
        journal.write('{"id": "half of a li')
    beside.without_database(make_deed("publish", number, by=BEN, now=now))
    actions.bring_up_to_date(now=now)
    notice = queries.notice(number)
    assert notice and notice.state == "published"


def test_it_says_the_same_from_a_row_and_from_the_file() -> None:
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    notice = make_published(now=now)
    assert file.read().notices == [queries.notice(notice.id)] == [notice]


def test_it_ends_by_itself_when_its_time_is_over() -> None:
    now = clock.now()
    notice = make_published(now=now, words=make_words(now=now, hours=1))
    later = now + timedelta(hours=1)
    assert board.in_force(now=later) == [] and actions.expire(now=now) == 0
    assert actions.expire(now=later) == 1 and actions.expire(now=later) == 0
    assert WebNotice.objects.get(pk=notice.id).ended_at == later


def test_it_shows_what_it_has_where_the_file_is_spoilt(client: Client) -> None:
    notice = make_published(now=clock.now())
    assert notice.id in client.get("/en/").content.decode()
    (file.folder() / "standing.json").write_text("{")
    board.look_again()
    assert notice.id in client.get("/en/").content.decode()


def test_a_channel_is_told_of_each_change() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = 'tell_web_notices'")
        assert len(cursor.fetchall()) == 2


def test_a_failing_check_drafts_one_notice_and_publishes_none() -> None:
    now = clock.now()
    dispatch = Dispatch.objects.create(
        key="x", kind="test", record=1, language="en", created_at=now - timedelta(hours=1),
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    for minute in range(3):
        failing.look(now=now + timedelta(minutes=minute))
    [notice] = queries.standing(now=now)
    assert (notice.state, notice.cause, len(notice.latest.words.title)) == ("draft", "messages", 16)
    dispatch.delete()
    with pytest.raises(Obstacle, match="same_person"):
        actions.do(make_deed(rules.PUBLISH, notice.id, by=failing.BY, now=now), now=now)
    actions.do(make_deed(rules.WITHDRAW, notice.id, by=ANNE, now=now), now=now)
    failing.draft("messages", now=now + timedelta(hours=1))
    assert [entry.state for entry in queries.standing(now=now)] == ["withdrawn"]


def test_pages_that_lead_to_a_telephone_say_what_is_wrong_with_it(client: Client) -> None:
    for path in ("/en/contact/", "/en/need-help/", "/ar/call-back/", "/en/eta/contact/"):
        assert banner.place_of(client.get(path).wsgi_request).names_telephones, path
    assert not banner.place_of(client.get("/en/help/").wsgi_request).names_telephones
    assert words.local(datetime(2026, 11, 30, 23, tzinfo=UTC), "en").endswith("6:00\xa0PM (GMT−5)")
