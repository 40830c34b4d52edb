"""The help center as people walk it: look, choose, read, search, and go on where nothing helps."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from guichet.guidance.knowledge import queries, written
from guichet.guidance.knowledge.made import need
from guichet.guidance.testing import article, only_source
from guichet.kernel.clock import now
from guichet.kernel.testing import usual
from guichet.web.addresses.paths import address
from guichet.web.languages import ALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_articles() -> Iterator[None]:
    with only_source(*written.drafts(), *need.drafts()):
        yield


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", usual("en", "ar", "ja", of=ALL))
@pytest.mark.usefixtures("some_articles")
def test_every_page_leads_to_the_help_center_and_it_to_articles(
    client: Client, language: str
) -> None:
    home = address("guidance:help_center", language)
    assert f'href="{home}"' in client.get(f"/{language}/need-help/").content.decode()
    main = main_of(client.get(home).content.decode())
    links = set(re.findall(rf'href="({home}[^"]+)"', main))
    assert f"{home}?subject=before" in links
    pages = {link: client.get(link).status_code for link in sorted(links)[:3]}
    assert set(pages.values()) == {200}


@pytest.mark.usefixtures("some_articles")
def test_an_article_leads_to_what_can_be_done_and_says_its_version(client: Client) -> None:
    main = main_of(client.get("/en/help/two-passports/").content.decode())
    assert "<h1>I have two passports</h1>" in main
    assert f'href="{address("eligibility:need", "en")}"' in main
    assert "Version 1, published on" in main
    related = re.search(r'href="(/en/help/[a-z-]+/)"', main)
    assert related and client.get(related[1]).status_code == 200
    assert "feedback/?page=/help/two-passports/" in main


@pytest.mark.usefixtures("some_articles")
def test_an_article_that_is_not_in_the_language_is_shown_in_english_and_french(
    client: Client,
) -> None:
    main = main_of(client.get("/pl/help/two-passports/").content.decode())
    assert "Tego artykułu nie ma jeszcze w tym języku." in main
    assert '<article lang="en" dir="ltr">' in main
    assert '<article lang="fr" dir="ltr">' in main
    whole = main_of(client.get("/ar/help/two-passports/").content.decode())
    assert "<article>" in whole and 'lang="en"' not in whole


@pytest.mark.usefixtures("some_articles")
def test_a_search_is_answered_or_leads_on(client: Client) -> None:
    page = client.get("/en/help/", {"q": "two passports"})
    assert page.status_code == 200 and "/en/help/two-passports/" in main_of(page.content.decode())
    main = main_of(client.get("/en/help/", {"q": "ghostword"}).content.decode())
    assert "No article fits these words" in main
    assert address("guidance:need", "en") in main and address("web:contact", "en") in main
    assert 'value="ghostword"' in main
    assert queries.unanswered(since=now().date()) == [("ghostword", "en", 1)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("a" * 10_000, "at most 200 characters"),
        ("?!… %_*", "Please type a word."),
        ("\u202e\u202d", "Please type a word."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stays_typed(
    client: Client, query: str, sentence: str
) -> None:
    page = client.get("/en/help/", {"q": query})
    main = main_of(page.content.decode())
    assert page.status_code == 422 and sentence in main
    assert 'aria-invalid="true"' in main
    assert f'value="{query}"' in main or not query.isascii()
    assert not queries.unanswered(since=now().date())


@pytest.mark.usefixtures("some_articles")
def test_both_directions_at_once_are_answered(client: Client) -> None:
    page = client.get("/ar/help/", {"q": "جواز passport \u202e123"})
    assert page.status_code == 200 and 'dir="auto"' in page.content.decode()


@pytest.mark.parametrize("query", ["V123456789", "613 555-0199", "me@example.org", "A٠١٢٣٤٥"])
def test_a_number_of_somebody_is_neither_searched_nor_kept_in_the_address(
    client: Client, query: str
) -> None:
    answer = client.get("/en/help/", {"q": query})
    assert (answer.status_code, answer["Location"]) == (303, "/en/help/?problem=number")
    page = client.get(answer["Location"]).content.decode()
    main = main_of(page)
    assert "This looks like a number or an address of yours." in main and query not in page
    ways = [
        re.search(rf'<li><a href="{url}">', main)
        for url in ("/en/eta/status/", "/en/appointments/manage/")
    ]
    assert all(ways), main


def test_what_changed_stands_at_an_article(client: Client) -> None:
    with only_source(article("one", title="Fees", says="It costs seven.")):
        pass
    with only_source(article("one", title="Fees", says="It costs ten.")):
        main = main_of(client.get("/en/help/one/").content.decode())
    assert "<ins>It costs ten.</ins>" in main and "<del>It costs seven.</del>" in main
    assert client.get("/en/help/two/").status_code == 404
