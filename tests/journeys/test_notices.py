"""A web notice is published, changed and solved before open screens, with PostgreSQL stopped."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import PICTURES
from tests.sites import Site, small_site

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WITHIN = (
    6_000  # milliseconds, from the end of a command to a screen: two seconds, and a busy machine
)
DEVICES = """
from guichet.devices import codes
from guichet.devices.models import Device
from guichet.kernel import clock
from guichet.offices.models import Office
for kind in ("display", "kiosk"):
    Device.objects.create(
        office=Office.objects.get().pk, kind=kind, name=kind, languages=["en", "es"],
        token_hash=codes.hash_of_token((kind + "x" * 43)[:43]),
        paired_at=clock.now(), paired_by="staff:1", seen_at=clock.now(),
    )
print("office", Office.objects.get().pk)
"""


def device(browser: Browser, site: Site, kind: str, path: str) -> Page:
    """Return the page of a device that was let in, kept open from now on."""
    context = browser.new_context()
    token = {"name": "guichet_device", "value": f"{kind:x<43}", "url": site.url}
    context.add_cookies([token])
    page = context.new_page()
    page.goto(site.url + path)
    return page


def words(folder: Path, title: str) -> str:
    file = folder / "notice.toml"
    texts = (
        f'[title]\nen = "{title}"\nfr = "Panne"\n[text]\nen = "We work on it."\nfr = "Attendez."'
    )
    file.write_text(f'kind = "outage"\nseverity = "severe"\n{texts}\n', encoding="utf-8")
    return str(file)


def tell(site: Site, *command: str) -> str:
    return site.command("web-notice", *command).stdout.strip()


def look(pages: list[Page], name: str) -> None:
    for number, page in enumerate(pages):
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"notice-{name}-{number}.png")


def test_open_screens_follow_a_notice_also_while_the_database_is_stopped(
    browser: Browser, tmp_path: Path
) -> None:
    with small_site() as site:
        office = site.command("shell", "--no-imports", "-c", DEVICES).stdout.split()[-1]
        site.serve()
        pages = [
            device(browser, site, "display", f"/display/{office}/?languages=en"),
            device(browser, site, "kiosk", "/kiosk/"),
        ]
        number = tell(site, "draft", words(tmp_path, "Booking is down"), "--by", "anne")
        tell(site, "publish", number, "--by", "ben")
        for page in pages:
            expect(page.locator("body")).to_contain_text("Booking is down", timeout=WITHIN)
        look(pages, "published")

        site.database.stop()
        tell(site, "update", number, words(tmp_path, "It works at six"), "--by", "anne")
        tell(site, "publish", number, "--by", "ben")
        for page in pages:
            expect(page.locator("body")).to_contain_text("It works at six", timeout=WITHIN)
            expect(page.locator("body")).not_to_contain_text("Booking is down")
        look(pages, "changed")
        tell(site, "solve", number, "--by", "ben")
        for page in pages:
            expect(page.locator("body")).not_to_contain_text("It works at six", timeout=WITHIN)
            expect(page.locator(f'[data-all-clear="{number}"]')).to_be_visible()
        look(pages, "solved")

        site.database.start()
        site.wait_until(lambda: _state(site, number) == "solved", "what was done meanwhile")


def _state(site: Site, number: str) -> str:
    with site.connect() as link:
        row = link.execute("SELECT state FROM notices_webnotice WHERE id = %s", [number]).fetchone()
    return str(row[0]) if row else ""
