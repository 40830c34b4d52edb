"""The first page in a browser that was never here: requests, and bytes over the wire."""

import gzip
import re
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.browser import Browser
from bench.figures import Figure
from bench.stage import Stage

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MOST_REQUESTS, MOST_BYTES = 4, 40_000
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")
ASSET = re.compile(r'<(?:link|script|img)\b[^>]*\b(?:href|src)="([^"]+)"')
FETCHED = re.compile(r'rel="(?:stylesheet|icon|modulepreload|preload)"|<script|<img')


@dataclass
class Load:
    """What came over the wire: each address with its bytes, heads included."""

    program: str
    addresses: dict[str, int]
    milliseconds: float | None = None


def measure(stage: Stage) -> list[Figure]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    page_load = in_a_browser(stage.site.url, program) if program else by_hand(stage.site.url)
    host, total = urlsplit(stage.site.url).netloc, sum(page_load.addresses.values())
    strangers = [address for address in page_load.addresses if urlsplit(address).netloc != host]
    least = smallest(stage.site.url, list(page_load.addresses))
    paint_note = (
        "" if page_load.milliseconds is None else f", first paint {page_load.milliseconds:.0f} ms"
    )
    return [
        Figure(
            what=f"The first page, cold, in {page_load.program}",
            figure=f"{len(page_load.addresses)} requests, {total / 1000:.1f} kB{paint_note},"
            f" {len(strangers)} of third parties",
            limit=f"{least / 1000:.1f} kB: the same bodies by gzip -9, without heads",
            ratio=least / total,
            target=f"at most {MOST_REQUESTS} requests and {MOST_BYTES // 1000} kB, no third party",
            met=len(page_load.addresses) <= MOST_REQUESTS and total <= MOST_BYTES and not strangers,
        )
    ]


def in_a_browser(url: str, program: str) -> Load:
    """Open the front door as a person does, the redirect to a language included."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    sizes: dict[str, int] = {}
    names: dict[str, str] = {}

    def note_request(event: dict[str, dict[str, str]]) -> None:
        redirect = event.get("redirectResponse")
        if redirect:
            sizes[redirect["url"]] = int(redirect["encodedDataLength"])
        names[str(event["requestId"])] = event["request"]["url"]

    def note_end(event: dict[str, str]) -> None:
        sizes[names[event["requestId"]]] = int(event["encodedDataLength"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            page = browser.new_page(locale="en-US")
            tools = page.context.new_cdp_session(page)
            tools.send("Network.enable")
            tools.on("Network.requestWillBeSent", note_request)
            tools.on("Network.loadingFinished", note_end)
            page.goto(url + "/", wait_until="networkidle")
            entries = page.evaluate("performance.getEntriesByType('paint').map(e => e.startTime)")
        finally:
            browser.close()
    ours = {address: size for address, size in sizes.items() if not address.startswith("data:")}
    return Load("Chromium", ours, min(entries, default=None))


def by_hand(url: str) -> Load:
    """Count what a browser would fetch, where there is none."""
    with Browser(url) as browser:
        door = browser.get("/")
        page = browser.follow(door)
        sizes = {f"{url}/": len(door.head) + len(door.raw)}
        sizes[url + door.location] = len(page.head) + len(page.raw)
        for tag in re.findall(r"<(?:link|script|img)\b[^>]*>", page.text):
            address = ASSET.search(tag)
            if address and FETCHED.search(tag):
                answer = browser.get(address[1])
                sizes[url + address[1]] = len(answer.head) + len(answer.raw)
    return Load("no browser: counted by hand", sizes)


def smallest(url: str, addresses: list[str]) -> int:
    """Return the bytes of the same bodies, packed as small as gzip can."""
    total = 0
    with Browser(url) as browser:
        for address in addresses:
            if address.startswith(url):
                total += len(gzip.compress(browser.get(address[len(url) :]).body, 9))
    return total
