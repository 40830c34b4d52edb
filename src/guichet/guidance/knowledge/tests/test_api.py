"""What programs and partners take: answers, everything, what changed, a book."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from django.test import Client

from guichet.guidance.knowledge import queries, written
from guichet.guidance.knowledge.feed import NAMESPACE
from guichet.guidance.testing import article, only_source
from guichet.kernel.clock import now
from guichet.kernel.testing import usual
from guichet.web.languages import ALL

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/knowledge/search"
EXPORT = "/api/v1/knowledge/export.json"
FEED = "/api/v1/knowledge/changes.atom"
ATOM = {"atom": NAMESPACE}


@pytest.fixture
def some_articles() -> Iterator[None]:
    with only_source(*written.drafts()):
        yield


@pytest.mark.usefixtures("some_articles")
def test_a_search_answers_with_articles_in_a_language(client: Client) -> None:
    first = client.get(SEARCH, {"q": "two passports", "lang": "en"}).json()["articles"][0]
    assert first.keys() == {"id", "title", "language", "url"}
    assert (first["id"], first["language"]) == ("two-passports", "en")
    assert client.get(first["url"]).status_code == 200
    fallback = client.get(SEARCH, {"q": "two passports", "lang": "pl"}).json()["articles"][0]
    assert (fallback["id"], fallback["language"]) == ("two-passports", "en")
    assert "/pl/help/" in fallback["url"]
    by_header = client.get(SEARCH, {"q": "passeports"}, headers={"accept-language": "fr"})
    assert by_header.json()["articles"][0]["language"] == "fr"
    assert client.get(SEARCH, {"q": "ghostword"}).json() == {"articles": []}
    assert queries.unanswered(since=now().date()) == [("ghostword", "en", 1)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "q"),
        ({"q": "  "}, "q"),
        ({"q": "%_*"}, "q"),
        ({"q": "x" * 10_000}, "q"),
        ({"q": "two passports 613 555-0199"}, "q"),
        ({"q": "me@example.org"}, "q"),
        ({"q": "pin", "lang": "tlh"}, "lang"),
    ],
)
def test_bad_input_is_a_problem_with_a_sentence_in_the_language(
    client: Client, values: dict[str, str], field: str
) -> None:
    for language in ("en", "de"):
        response = client.get(SEARCH, values, headers={"accept-language": language})
        errors = response.json()["errors"]
        assert response.status_code == 422
        assert [error["field"] for error in errors] == [field] and errors[0]["detail"]


@pytest.mark.usefixtures("some_articles")
def test_partners_take_everything_once(client: Client) -> None:
    response = client.get(EXPORT)
    articles = {entry["id"]: entry for entry in response.json()["articles"]}
    entry = articles["two-passports"]
    assert (entry["version"], entry["programme"], entry["subject"]) == (1, "eta", "before")
    assert entry["languages"]["ar"]["machine"] and entry["languages"]["en"]["lines"][0]["text"]
    assert client.get(entry["languages"]["ar"]["url"]).status_code == 200
    assert [version["version"] for version in entry["versions"]] == [1]
    again = client.get(EXPORT, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    polish = client.get(EXPORT, {"lang": "pl"}).json()["articles"]
    assert {code for entry in polish for code in entry["languages"]} == {"pl"}
    assert client.get(EXPORT, {"lang": "tlh"}).status_code == 422


def test_the_feed_tells_what_is_new_what_changed_and_what_was_withdrawn(client: Client) -> None:
    def entries() -> list[tuple[str, str]]:
        root = ET.fromstring(client.get(FEED, {"lang": "en"}).content)
        return [
            (entry.findtext("atom:title", "", ATOM), entry.findtext("atom:summary", "", ATOM))
            for entry in root.findall("atom:entry", ATOM)
        ]

    assert entries() == []
    with only_source(article("one", title="Fees", says="It costs seven.")):
        assert entries() == [("Fees", "Fees\nIt costs seven.")]
    with only_source(article("one", title="Fees", says="It costs ten.")):
        assert entries()[0] == (
            "Fees",
            "New:\nIt costs ten.\nNo longer said:\nIt costs seven.",
        )
    with only_source():
        assert entries()[0] == ("Fees", "This article was withdrawn.")
    assert len(entries()) == 3


@pytest.mark.parametrize("language", usual("en", "ar", "zh-Hans", of=ALL))
@pytest.mark.usefixtures("some_articles")
def test_the_book_has_every_article_of_its_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/help/book.pdf")
    assert response["Content-Type"] == "application/pdf"
    book = pypdfium2.PdfDocument(response.content)
    text = "".join(page.get_textpage().get_text_range() for page in book)
    entries = [draft.words[language] for draft in written.drafts() if language in draft.words]
    letters = {sign for sign in text if not sign.isspace()}
    titles = "".join(entry.title.text for entry in entries)
    assert len(entries) >= 20
    assert {sign for sign in titles if sign.isalpha()} - letters == set()
    again = client.get(f"/{language}/help/book.pdf", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
