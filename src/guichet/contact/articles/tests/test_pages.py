"""The help center beside a contact: found in either language, said aloud, sent blindly."""

import re

import pytest
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.contact.articles.actions import DISPATCH
from guichet.contact.articles.mails import parcel
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared
from guichet.contact.models import CaseLook, PageSent
from guichet.guidance.models import UnansweredSearch
from guichet.guidance.testing import publish_articles
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Mail
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
READ = re.compile(r'name="do" value="read:([a-z0-9-]+)"')


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture(autouse=True)
def articles() -> None:
    publish_articles()


def listed(client: Client, address: str, words: str) -> list[str]:
    return READ.findall(pressed(client, address, "know", knowledge=words)[1])


def test_an_article_is_met_by_words_of_either_language_and_said_in_both(client: Client) -> None:
    sign_in(client, "general_agent")
    wrong = []
    for tongue, words in (
        ("fr", "numéro de passeport"),
        ("fr", "passport number"),
        ("ar", "جواز"),
        ("ja", "パスポート"),
        ("zh-Hant", "護照"),
    ):
        address = begun(client, tongue=tongue)
        names = listed(client, address, words)
        _, page = pressed(client, address, f"read:{names[0]}" if names else "read:x", told="Said.")
        article = page.partition("data-article")[2].partition("</section>")[0]
        if f'lang="{tongue}"' not in article or 'lang="en"' not in article or "Said." not in page:
            wrong.append((tongue, words))
        if f'href="/{tongue}/help/' not in article or 'value="page:' in article:
            wrong.append((tongue, "leads elsewhere"))
    assert wrong == []


def test_a_search_that_nothing_answers_is_said_and_counted_and_stays(client: Client) -> None:
    sign_in(client, "centre_staff")
    address = begun(client, tongue="fr")
    status, page = pressed(client, address, "know", knowledge="zzzqqq", pin="123")
    assert status == 200 and "No article has these words." in page and 'value="zzzqqq"' in page
    assert UnansweredSearch.objects.get().language == "fr"
    assert pressed(client, address, "know", knowledge="...")[0] == 422
    for somebody in ("V572 319 048", "zoe@example.org", "AB123456"):
        status, page = pressed(client, address, "know", knowledge=somebody)
        assert status == 422 and "looks like somebody’s number or address" in page
    both_ways = "abc \u202eقثف " * 1000
    status, page = pressed(client, address, "know", knowledge=both_ways)
    assert status == 422 and "write at most 200 characters" in page
    status, page = pressed(client, address, "read:no-such-article")
    assert status == 409 and "not published any more" in page


def test_a_page_goes_to_the_address_on_file_and_nobody_is_told_whether(
    client: Client, application: Application
) -> None:
    sign_in(client, "general_agent")
    address = begun(client)
    name = listed(client, address, "passport")[0]
    assert pressed(client, address, f"page:{name}")[0] == 409
    answers = []
    for number in ("V572319048", application.number, application.number):
        compared(client, address, number=number)
        status, page = pressed(client, address, f"page:{name}")
        answers.append((status, "If it matches, it is on its way." in page))
    assert answers == [(200, True)] * 3
    page_sent, row = PageSent.objects.get(), Dispatch.objects.get(kind=DISPATCH)
    assert page_sent.article == name
    assert {look.action for look in CaseLook.objects.all()} == {"send_letter"}
    letter = parcel(row, clock.now())
    assert letter and letter.to == application.email and isinstance(letter.content, Mail)
    assert f"/help/{name}/" in letter.content.text
    assert application.number not in letter.content.text
    assert str(application.answers["surname"]) not in letter.content.text
    assert pressed(client, address, "page:no-such-article")[0] == 409
