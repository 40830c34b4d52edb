"""The pages people use most have no barriers, in the agency's colors and without any."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.mails import mail
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel import clock
from guichet.offices import actions
from guichet.offices.models import Office
from guichet.offices.reference.content import Reference
from guichet.web.addresses.paths import address
from tests.agencies.consular.test_journey import PERSON
from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
PICTURES = os.environ.get("PICTURES", "")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_has_no_barriers(browser: Browser, live_server: Any, language: str) -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    paths = [address(name, language) for name in ("guidance:home", "booking:manage", "web:contact")]
    paths += [address("booking:times", language, office=slot.office_id, service=slot.service_id)]
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for path in paths:
        page.goto(live_server.url + path)
        look(page, f"{language}-{path.strip('/').replace('/', '-')}")
    page.locator(f"button[formaction*='/slots/{slot.pk}/hold/']").first.click()
    page.wait_for_url("**/details/")
    look(page, f"{language}-details")
    page.close()


def look(page: Any, name: str) -> None:
    """Ask axe, then show the page without colors of its own and as it is printed."""
    assert violations(page) == []
    for kind, media in (("forced", {"forced_colors": "active"}), ("print", {"media": "print"})):
        page.emulate_media(**media)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, (name, kind)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{kind}.png", full_page=True)
        page.emulate_media(media="screen", forced_colors="none")


def test_back_leads_to_a_page_after_every_answer(browser: Browser, live_server: Any) -> None:
    reference = Reference(settings.CONTENT_DIR)
    actions.import_reference(reference, reference.places())
    slot = make_open_slot(
        starts_at=clock.now() + timedelta(days=7), office=Office.objects.get(pk="PAR")
    )
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{live_server.url}/fr/appointments/")
    page.select_option("[name=country]", "MA")
    page.click("[name=where]")
    assert "Maroc" in page.inner_text("[role=alert]")
    page.select_option("[name=country]", "BE")
    page.click("[name=where]")
    page.wait_for_url("**/offices/PAR/**")
    page.go_back()
    assert "Maroc" in page.inner_text("[role=alert]")
    page.goto(
        f"{live_server.url}{address('booking:times', 'fr', office='PAR', service='passport')}"
    )
    page.locator(f"button[formaction*='/slots/{slot.pk}/hold/']").first.click()
    page.wait_for_url("**/details/")
    page.click("main #client button.arrow")
    assert page.locator("[aria-invalid=true]").count() > 1
    for name, value in PERSON.items():
        page.locator(f"main [name={name}]").first.evaluate(
            "(box, value) => { box.value = value }", value
        )
    page.click("main #client button.arrow")
    page.wait_for_url("**/review/")
    page.go_back()
    assert page.input_value("[name=name]") == PERSON["name"]
    page.close()


def test_the_chosen_day_is_seen_without_colors_of_its_own(
    browser: Browser, live_server: Any
) -> None:
    slots = [make_open_slot(starts_at=clock.now() + timedelta(days=days)) for days in (7, 8)]
    page = browser.new_page(viewport={"width": 360, "height": 740}, forced_colors="active")
    place = {"office": slots[0].office_id, "service": slots[0].service_id}
    times = address("booking:times", "fr", **place)
    page.goto(f"{live_server.url}{times}?day={slots[0].local_day}")
    choice, other = (
        page.locator(f".month a{which}").first.evaluate(
            "box => getComputedStyle(box).backgroundColor"
        )
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert choice != other
    page.close()


def test_a_mail_is_as_wide_as_a_telephone(browser: Browser) -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    booked = make_booked(slot, now=clock.now())
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for language in ("fr", "pt", "ar"):
        notice = replace(
            notice_of(booked.appointment, "123456", language=language),
            manage_url="https://rendez-vous.consulat-de-valmer.example/fr/appointments/manage/",
        )
        page.set_content(mail(notice, "appointment_confirmed", now=clock.now()).html)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()
