"""An agent with a case open is told by the open page of a colleague who comes and goes."""

from typing import Any

from django.test import Client
from playwright.sync_api import Browser, expect

from guichet.applications.testing import make_listed
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import said
from guichet.interactions.models import Interaction
from guichet.staff.testing import make_staff, sign_in, sign_in_as
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
ANEW = 15_000  # milliseconds: the page asks every ten seconds


def test_an_agent_is_told_of_a_colleague_while_they_type(
    browser: Browser, live_server: Any
) -> None:
    facts = said(make_listed())
    account, first, ben = make_staff("national_agent", name="anne"), Client(), Client()
    sign_in_as(first, account)
    sign_in(ben, "national_agent", name="ben")
    mine, theirs = begun(first), begun(ben)
    pressed(first, mine, "prove", **facts)

    anne = Officer(browser, live_server.url, account, language="fr")
    anne.page.goto(live_server.url + mine)
    anne.look()
    anne.page.fill("[name=internal]", "Calls from the airport.")
    box = anne.page.locator("[data-live]")
    expect(box).not_to_contain_text("ben")
    pressed(ben, theirs, "prove", **facts)
    expect(box).to_contain_text("ben traite le même dossier", timeout=ANEW)
    anne.look()
    line = box.locator("p").element_handle()
    anne.page.wait_for_timeout(11_000)
    assert line and line.is_visible(), "what stands there stays, so that it is spoken once"
    pressed(ben, theirs, "end", outcome="cut_off")
    expect(box).not_to_contain_text("ben", timeout=ANEW)
    assert anne.page.input_value("[name=internal]") == "Calls from the airport."
    assert Interaction.objects.filter(ended_at=None).count() == 1
