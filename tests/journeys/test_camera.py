"""A tablet holds its camera on a notice and checks its client in; without one it says so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page

from guichet.booking.notice.codes import PREFIX
from guichet.counter.testing import make_desk_office, make_expected_now
from guichet.kernel import clock
from guichet.staff.testing import make_posted, sign_in_as
from tests.journeys.axe import violations
from tests.journeys.conftest import QUIET
from tests.journeys.people import CHROMIUM, JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WIDTH, HEIGHT, DOT = 640, 480, 8
TABLET = {"width": 400, "height": 800}


def film(text: str, path: Path) -> None:
    """Write a film of a square code that lies on a gray desk (YUV4MPEG2, one plane of light)."""
    dots = [bytes(row) for row in segno.make(text, error="m").matrix]
    light = [bytearray([150] * WIDTH) for _ in range(HEIGHT)]
    top, left = 90, 170
    for line in range(-2 * DOT, (len(dots) + 2) * DOT):
        for column in range(-2 * DOT, (len(dots) + 2) * DOT):
            y, x = line // DOT, column // DOT
            is_dark = 0 <= y < len(dots) and 0 <= x < len(dots) and dots[y][x]
            light[top + line][left + column] = 30 if is_dark else 230
    frame = b"FRAME\n" + b"".join(light) + bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + frame * 3)


@pytest.fixture
def tablet(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera is a film."""
    arguments = [
        *QUIET,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'notice.y4m'}",
    ]
    launched = chromium.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    yield launched
    launched.close()


def signed_in(browser: Browser, site: str, account: User) -> Page:
    client = Client()
    sign_in_as(client, account)
    context = browser.new_context(viewport=TABLET)  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()


def test_a_tablet_reads_the_code_of_a_notice(
    tablet: Browser, live_server: Any, tmp_path: Path
) -> None:
    office, soon = make_desk_office(), clock.now() + timedelta(minutes=5)
    person = make_expected_now(office=office, starts_at=soon)
    film(f"{PREFIX}{person.confirmation_number}", tmp_path / "notice.y4m")
    page = signed_in(tablet, live_server.url, make_posted(office.pk, "receptionist", name="mia"))
    page.goto(f"{live_server.url}/staff/desk/{office.pk}/")
    page.click("a[href$='/camera/']")
    page.wait_for_url("**/?ticket=*", timeout=60_000)
    assert page.locator(".chosen [data-ticket]").get_attribute("data-number") == "101"


def test_without_a_camera_a_photo_does_the_same(browser: Browser, live_server: Any) -> None:
    office = make_desk_office()
    account = make_posted(office.pk, "receptionist", name="mia")
    desk = Officer(browser, live_server.url, account, language="fr")
    desk.page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    desk.go(f"desk/{office.pk}/camera/")
    desk.page.locator("[data-start]:not([hidden])").wait_for()
    assert "photo" in desk.page.locator("[data-told]").inner_text()
    assert violations(desk.page) == []
    desk.press("[data-photo] button")
    assert desk.page.locator("#photo-error").is_visible()
