"""What people could not find stands on one board, with what should have answered, and its trend."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.feedback.actions import send
from guichet.feedback.titles import title_of
from guichet.figures import upkeep
from guichet.figures.board import counting
from guichet.figures.board.rules import trend
from guichet.figures.managers.period import query_of
from guichet.figures.models import RefusalCount, StepCount
from guichet.guidance.models import UnansweredSearch
from guichet.guidance.testing import article, only_source, publish_shipped
from guichet.interactions import actions as contacts
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.kernel.testing import wrong
from guichet.staff.testing import make_staff, sign_in
from guichet.web.wire.drawn import drawn
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
BOARD, FILE = "/staff/board/", "/staff/board/board.csv"
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
COMING = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[Now]:
    moment = Now()
    moment.at = NOW
    monkeypatch.setattr(clock, "now", moment)
    monkeypatch.setattr(counting, "PAUSE", 0.0)
    publish_shipped()
    counting.forget()
    yield moment
    counting.forget()


@pytest.fixture
def writer(client: Client) -> Client:
    sign_in(client, "policy_writer")
    return client


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def section(client: Client, kind: str) -> str:
    today = authority_day(clock.now())
    page = client.get(BOARD + query_of(today - timedelta(days=27), today)).content.decode()
    return page.partition(f'<section id="{kind}">')[2].partition("</section>")[0]


def look_for(words: str, *, count: int, day: date, language: str = "en") -> None:
    UnansweredSearch.objects.create(day=day, language=language, words=words, count=count)


def test_it_works_empty_for_those_who_may_read_it(writer: Client) -> None:
    page = writer.get(BOARD)
    words = words_of(page.content.decode())
    assert page.status_code == 200
    assert "No search was without an answer in this period." in words
    assert "Nobody left a scenario in this period." in words
    assert "No answer was refused in this period." in words
    assert writer.get(f"{BOARD}?first_day=40").status_code == 422
    assert writer.get(f"{FILE}?first_day=40").status_code == 404
    head, *lines = csv.reader(writer.get(FILE).content.decode().splitlines())
    assert head[2:4] == ["kind", "what"] and not lines


def test_a_search_leads_to_the_nearest_article_or_says_that_one_is_to_be_written(
    writer: Client,
) -> None:
    look_for("kangaroos", count=7, day=date(2026, 11, 20))
    look_for("zeppelin", count=5, day=date(2026, 11, 21), language="fr")
    before = words_of(section(writer, "search"))
    assert before.count("No article comes near it: it has to be written.") == 2
    assert "Searches: 7" in before and "Searches: 5" in before
    assert "zeppelin · French" in before
    with only_source(article("animals", title="A kangaroo on board", says="No.")):
        after = section(writer, "search")
    assert '<a href="/en/help/animals/">' in after
    line = list(csv.reader(writer.get(FILE).content.decode().splitlines()))[2]
    assert line[2:6] == ["search", "zeppelin | fr", "", "5"]


def test_words_that_a_few_typed_stand_nowhere_and_are_counted_together(writer: Client) -> None:
    look_for("anna kowalska", count=3, day=date(2026, 11, 20))
    look_for("anna kowalska", count=1, day=date(2026, 11, 21))
    assert "Searches: under 5" in words_of(section(writer, "search"))
    look_for("kowalska", count=2, day=date(2026, 11, 21), language="fr")
    for page in (section(writer, "search"), writer.get(FILE).content.decode()):
        assert "kowalska" not in page
    text = words_of(section(writer, "search"))
    assert "Words that were searched for fewer than 5 times, together Searches: 6" in text
    assert "No article comes near it" not in text
    line = list(csv.reader(writer.get(FILE).content.decode().splitlines()))[1]
    assert line[2:7] == ["search", "under_5", "", "6", ""]


def test_a_scenario_that_is_left_is_counted_where_it_was_left(writer: Client) -> None:
    visitor = Client()
    start, step = "/en/need-help/lost_letter/", "/en/need-help/lost_letter/no/"
    for _ in range(6):
        visitor.get(start, headers=COMING)
    visitor.get(step, headers={"Referer": f"http://testserver{start}", **COMING})
    reload = {"Cache-Control": "max-age=0", **COMING}
    for headers in ({}, reload, {"Sec-Purpose": "prefetch", **COMING}):
        visitor.get(start, headers=headers)  # nobody's coming
    rows = {row.step: (row.shown, row.passed, row.is_outcome) for row in StepCount.objects.all()}
    assert rows["reads_mail"] == (6, 1, False)
    text = section(writer, "step")
    assert "Left here: 5, of those who were asked: 6" in words_of(text)
    assert "Left here: under 5, of those who were asked: under 5" in words_of(text)
    assert "/staff/scenarios/lost_letter/1/preview/?channel=web&amp;lang=en&amp;answers=no" in text
    reader = Client()
    sign_in(reader, "communications")
    assert f'href="{step}"' in section(reader, "step")  # a page that is open to them


def test_contacts_count_as_their_answers_and_outcomes_say(writer: Client) -> None:
    agent = make_staff("general_agent", name="agent")
    for answers in (["no"], ["no"], ["yes"]):
        call = make_call(agent=agent.pk, now=NOW - timedelta(days=2))
        contacts.play(call.pk, "lost_letter", 1, answers)
        contacts.end(call.pk, "elsewhere", now=NOW - timedelta(days=2))
    steps = words_of(section(writer, "step"))
    assert steps.count("by telephone") == 1  # "yes" leads to an outcome
    assert "Contacts: under 5" in words_of(section(writer, "contact"))
    assert "Sent on to another service" in words_of(section(writer, "contact"))
    assert "/staff/scenarios/lost_letter/1/preview/" in section(writer, "contact")


def test_what_is_refused_is_counted_by_field_and_code_alone(writer: Client) -> None:
    visitor = Client()
    for _ in range(6):
        visitor.post("/en/feedback/", {"page": "/eta/need/", "text": "x" * 301})
    row = RefusalCount.objects.get()
    assert (row.page, row.field, row.code, row.count) == ("/feedback/", "text", "max_length", 6)
    text = section(writer, "refusal")
    assert "Refused: 6" in words_of(text) and 'href="/en/feedback/"' in text
    title = title_of("/feedback/", "en")
    assert title and "too long" in text and text.count(title) == 2 and "max_length" not in text
    assert re.search(r'data-trend="\w+"', text)  # the page says since when it reads as it does


def test_what_waits_in_a_process_is_written_as_any_request_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "PAUSE", 3600.0)
    counting.write()
    counting.count_refusal("/feedback/", [("text", "max_length")])
    Client().get("/health/live")
    assert not RefusalCount.objects.exists()  # no request pays for each
    monkeypatch.setattr(counting, "PAUSE", 0.0)
    Client().get("/health/live")
    assert RefusalCount.objects.get().count == 1


def test_reports_lead_to_their_page_and_to_who_settles_them(writer: Client) -> None:
    for name in ("/help/", "/help/", "/eta/application/*/"):
        send(name, reasons=["wrong"], text="", language="en", release="", now=NOW)
    text = section(writer, "report")
    assert '<a href="/en/help/">' in text and "/eta/application/*/" in words_of(text)
    assert "/staff/board/pages/" not in text  # not theirs to read
    reader = Client()
    sign_in(reader, "supervisor")
    assert 'href="/staff/board/pages/"' in section(reader, "report")


def test_the_day_of_a_page_is_what_stands_at_its_end() -> None:
    page = Client().get("/en/help/").content.decode()
    day = re.search(r'class="modified">[^<]*<time datetime="([\d-]+)"', page)
    assert day and drawn("/en/help/").changed_on == date.fromisoformat(day[1])
    assert drawn("/en/help/nothing-of-the-kind/").changed_on is None


def test_a_trend_says_what_whole_weeks_say_and_no_more() -> None:
    changed, today = date(2026, 11, 2), date(2026, 12, 1)
    week = {changed - timedelta(days=d): 2 for d in range(1, 29)}  # 56 before
    cases: list[tuple[dict[date, int], date, str]] = [
        ({}, changed, "too_few"),
        ({changed: 900}, changed, "too_few"),  # the day itself is of neither
        (week, changed, "fewer"),
        (week | {changed + timedelta(days=d): 2 for d in range(1, 29)}, changed, "same"),
        (week | {changed + timedelta(days=d): 4 for d in range(1, 29)}, changed, "more"),
        (week, date(2026, 11, 25), "too_early"),
        (week | {today: 900}, changed, "fewer"),  # today is not over
    ]

    def check(case: tuple[dict[date, int], date, str]) -> None:
        days, day, verdict = case
        assert trend(days, day, today=today).verdict == verdict

    assert wrong(check, cases) == []


def test_counts_are_forgotten_after_a_year_and_the_database_refuses_wrong_ones(now: Now) -> None:
    counting.count_refusal("/feedback/", [("text", "max_length")])
    assert upkeep.purge(now=NOW + timedelta(days=360))["refusal_counts"] == 0
    assert upkeep.purge(now=NOW + timedelta(days=367))["refusal_counts"] == 1
    step = {"day": NOW.date(), "scenario": "x", "version": 1, "language": "en", "channel": "web"}
    for row in (
        StepCount(**step, step="end", is_outcome=True, passed=1),
        RefusalCount(day=NOW.date(), page="/", code="x", count=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_every_sentence_is_there_in_french_too() -> None:
    assert not texts("board").missing()
