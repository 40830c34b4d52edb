"""Officers at work in a real browser: ask, approve, refuse, and another looks again."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser

from guichet.applications import queries
from guichet.applications.decisions import reconsiderations, requests
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application
from guichet.applications.testing import NETWORK, make_listed
from guichet.kernel import clock
from guichet.staff.frame import languages
from guichet.staff.testing import make_staff, sign_in_as
from tests.journeys.people import JOURNEY, Person

pytestmark = JOURNEY


class Officer(Person):
    """Somebody who works here, signed in with a second factor; every page is checked."""

    def __init__(self, browser: Browser, site: str, account: User, **kwargs: Any) -> None:
        super().__init__(browser, site, **kwargs)
        self.name = account.username
        self.account = account
        client = Client()
        sign_in_as(client, account)
        name = settings.SESSION_COOKIE_NAME
        cookies = {name: client.cookies[name].value, languages.COOKIE: self.language}
        self.page.context.add_cookies(
            [{"name": key, "value": value, "url": site} for key, value in cookies.items()]
        )

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}/staff/{path}")
        self.look()

    def open_file(self, application: Application) -> None:
        """Find a file by its number, as it was read out."""
        self.go("cases/")
        self.page.fill("[name=number]", application.number.lower())
        self.press(".find button")

    def start(self, verb: str) -> None:
        """Press what the file offers."""
        self.press(f".deeds a[href*='/{verb}/']")

    def explain(self, provision: str, fact: str) -> None:
        """Choose the law, a fact that it rests on, and say why in words."""
        self.page.select_option("[name=provision_1]", provision)
        self.page.check(f"[name=facts_1][value={fact}]")
        self.page.fill("[name=words]", "The court of Cork convicted you.")

    def send(self) -> None:
        """Read it over, and confirm."""
        self.press("main form button.arrow")
        assert self.page.locator("button[value=confirm]").count() == 1, self.page.content()
        self.press("button[value=confirm]")
        assert self.page.locator(".callout[role=status]").count() == 1


def test_it_asks_reads_the_answer_and_approves(browser: Browser, live_server: Any) -> None:
    language = "en"
    application = make_listed(now=clock.now() - timedelta(hours=80))  # late, of course
    officer = Officer(browser, live_server.url, make_staff("deciding_officer"), language=language)
    officer.go("cases/")
    officer.press(".holder button")
    assert application.tasks.get().officer == officer.account

    officer.open_file(application)
    officer.start("ask")
    officer.press("main form button.arrow")  # nothing chosen: it says so
    officer.page.check("[name=documents][value=court_documents]")
    officer.page.fill("[name=words_court_documents]", "From Cork, of 2011.")
    officer.send()

    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "It was dismissed.", now=clock.now())
    officer.open_file(application)
    assert "It was dismissed." in officer.page.content()
    officer.start("approve")
    officer.page.check("[name=internal][value=declaration_explained]")
    officer.press("button[value=confirm]")
    application.refresh_from_db()
    assert application.state == "issued"

    officer.start("revalidate")
    officer.press("button[value=confirm]")
    officer.start("cancel")
    officer.explain("reg_12_07", "nationality")
    officer.send()
    assert application.decisions.count() == 2


def test_it_refuses_and_another_officer_looks_again(browser: Browser, live_server: Any) -> None:
    language = "fr"
    application = make_listed(now=clock.now())
    question = EnquiryQuestion(kind="other", language="en", words="What now?")
    enquiries.ask(question, application=application.pk, network=NETWORK, now=clock.now())
    first = Officer(browser, live_server.url, make_staff("deciding_officer"), language=language)
    first.open_file(application)
    first.start("refuse")
    first.explain("act_36_1_b", "offence")
    first.page.check("[name=internal][value=declaration_adverse]")
    first.send()
    reconsiderations.request_reconsideration(application.pk, "I was acquitted.", now=clock.now())
    first.open_file(application)
    assert first.page.locator(".deeds a[href*='/reconsider/']").count() == 0

    second = Officer(browser, live_server.url, make_staff("deciding_officer"), language=language)
    second.open_file(application)
    second.start("reconsider")
    second.page.check("[name=outcome][value=reopened]")
    second.send()
    application.refresh_from_db()
    assert application.state == "manual_review"
    first.open_file(application)
    assert first.page.locator(".deeds a[href*='/approve/']").count() == 0

    second.go("enquiries/")
    second.press("a.number")
    second.page.fill("[name=answer]", "We look at it again.")
    second.send()
    auditor = Officer(browser, live_server.url, make_staff("auditor"), language=language)
    auditor.open_file(application)
    assert auditor.page.locator(".deeds a").count() == 0
    auditor.go(f"audit/?number={application.number}&looks=only")
    assert auditor.page.locator("tbody tr").count() > 5
