"""Articles are published when their words changed, stay as they were said, and can be withdrawn."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from guichet.guidance.knowledge import (
    actions,
    queries,
    search,
    sources,
    terms,
    upkeep,
    written,
)
from guichet.guidance.knowledge.drafts import sentences_of
from guichet.guidance.knowledge.pages import GROUPS
from guichet.guidance.models import Article, ArticleVersion, UnansweredSearch
from guichet.guidance.scenarios.offers import ACTIONS
from guichet.guidance.testing import article, only_source, publish_articles
from guichet.kernel.clock import now
from guichet.kernel.content.texts import Text
from guichet.web.languages import OFFERED

pytestmark = pytest.mark.django_db
FEWEST, WRITTEN = 150, 30


def test_a_start_publishes_each_article_once_and_a_search_uses_the_index() -> None:
    count = publish_articles()
    published = queries.published()
    assert count == len(published) >= FEWEST
    assert sum(version.is_written for version in published) >= WRITTEN
    assert set(Counter(row.language for row in Article.objects.all()).values()) == {count}
    assert publish_articles() == 0  # the words are the same, whatever the mark says
    call_command("publish_articles")
    assert ArticleVersion.objects.count() == count
    assert "words_of_articles" in plan_of_a_search()


def plan_of_a_search() -> str:
    values = search.values_of(terms.query("en", ["passport"]), "en", most=5)
    with connection.cursor() as cursor:
        # Among so few PostgreSQL may well read all of them; the benchmark has 80,000.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {search.STATEMENT}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_every_article_is_whole_in_each_language_that_it_has() -> None:
    drafts = sources.drafts()
    assert all(draft.subject in GROUPS and draft.action in ACTIONS for draft in drafts.values())
    for language in ("en", "fr", "ar"):
        titles = Counter(
            draft.words[language].title.text for draft in drafts.values() if language in draft.words
        )
        assert [title for title, count in titles.items() if count > 1] == []
    faults = [
        (name, language)
        for name, draft in drafts.items()
        for language, entry in draft.words.items()
        if not all(text.text.strip() and "%(" not in text.text for text in entry.texts)
        or any("…" in text.text for text in entry.texts if not draft.is_written)
        or not entry.lines
        or "en" not in draft.words
    ]
    assert faults == []


def test_words_of_letters_statuses_and_rules_are_quoted_and_no_title_is_a_verdict() -> None:
    drafts = sources.drafts()
    approved = drafts["letter-approved"].words["en"]
    assert approved.title.text == "The letter “Approval”: what it means"
    assert approved.lines[0].text.text == "This is a letter that we may send. It says:"
    assert approved.lines[1].text.text.startswith("“Your eTA is approved and valid until [date].")
    begins = {"letter": "The letter “", "status": "The status “", "need": "The rule “"}
    bare = [
        name
        for name, draft in drafts.items()
        if (begin := begins.get(name.partition("-")[0])) and not draft.is_written
        if not draft.words["en"].title.text.startswith(begin)
    ]
    assert bare == []


def test_a_shortened_word_ends_no_sentence() -> None:
    text = Text("Because you have a valid U.S. visa, an eTA is enough. Apply.", "en")
    sentences = [sentence.text for sentence in sentences_of(text)]
    assert sentences == ["Because you have a valid U.S. visa, an eTA is enough.", "Apply."]


def test_a_written_article_is_in_every_language_of_its_programme() -> None:
    for draft in written.drafts():
        missing = written.texts(draft.programme).languages() - draft.words.keys()
        assert not missing & OFFERED.keys(), (draft.article, missing)


def test_changed_words_are_a_new_version_that_says_where_they_changed() -> None:
    with only_source(article("one", title="First"), article("two", title="Second")):
        pass
    with only_source(article("one", title="First, said better"), article("two", title="Second")):
        latest = {version.article: version for version in queries.published()}
    assert (latest["one"].number, latest["one"].changed_in) == (2, ["en"])
    assert latest["two"].number == 1
    assert [row.title for row in Article.objects.filter(article="one", language="de")] == [
        "First, said better"
    ]


def test_what_no_source_makes_any_more_is_withdrawn_and_can_come_back() -> None:
    with only_source(article("one", title="First")):
        pass
    with only_source():
        assert queries.current("one") is None
        assert not Article.objects.exists()
        assert [version.number for version in queries.versions("one")] == [2, 1]
    with only_source(article("one", title="First")):
        version = queries.current("one")
    assert version and version.number == 3


def test_a_published_version_cannot_be_changed_or_removed() -> None:
    with only_source(article("one", title="First")):
        version = ArticleVersion.objects.get()
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        ArticleVersion.objects.filter(pk=version.pk).update(number=7)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        connection.cursor().execute("DELETE FROM guidance_articleversion")


def test_a_search_in_vain_is_counted_by_day_and_language_and_tells_of_nobody() -> None:
    at = now()
    for query in ("Ghost  word", "ghost word!"):
        assert actions.count_unanswered(query, "en", now=at)
    assert actions.count_unanswered("ghost word", "fr", now=at)
    tells = ("AB123456", "me@example.org", "born 1980", "٠١٢٣", "x" * 300, "!?", "a story " * 15)
    assert [query for query in tells if actions.count_unanswered(query, "en", now=at)] == []
    rows = queries.unanswered(since=at.date() - timedelta(days=1))
    assert rows == [("ghost word", "en", 2), ("ghost word", "fr", 1)]
    for row in ({"words": "ab1"}, {"words": "a", "count": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            UnansweredSearch.objects.create(day=at.date(), language="en", **({"count": 1} | row))
    assert upkeep.purge(now=at + timedelta(days=367)) == {"unanswered_searches": 2}


def test_who_makes_up_words_all_day_fills_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    counted = [actions.count_unanswered(word, "en", now=now()) for word in ("a", "b", "c", "a")]
    assert counted == [True, True, False, True]
