"""An officer who works by keyboard alone, and whose presses are counted."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.journeys.people import PICTURES
from tests.journeys.test_desk import Officer

POINTER = """["pointerdown", "mousedown", "wheel"].forEach((name) => addEventListener(
  name, () => { document.documentElement.dataset.pointed = name; }, true));"""
ROW = """() => [...document.querySelectorAll(".queue tbody tr")].findIndex(
  (row) => row.contains(document.activeElement))"""
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 400, "height": 800}


class Typist(Officer):
    """An officer who never touches a mouse."""

    asks_axe = False  # each of these pages was asked about where it is walked alone
    presses = 0
    letters = 0  # typed as words, which are no presses

    def __init__(self, browser: Browser, site: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(browser, site, *args, **kwargs)
        self.page.add_init_script(POINTER)
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def check(self) -> None:
        """Check the page, and that nothing was pointed at."""
        super().check()
        assert not self.page.locator("html[data-pointed]").count()

    def key(self, key: str, times: int = 1) -> None:
        """Press a key that stays on the page."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    def lead(self, key: str) -> None:
        """Press a key that leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.key(key)
        self.look()

    def tab_to(self, selector: str) -> None:
        """Go on from field to field until one is reached."""
        for _ in range(80):
            if self.page.evaluate("css => document.activeElement.matches(css)", selector):
                return
            self.key("Tab")
        raise AssertionError(selector)

    def choose(self, value: str) -> None:
        """Go down in the list that has the focus."""
        for _ in range(60):
            if self.page.evaluate("() => document.activeElement.value") == value:
                return
            self.key("ArrowDown")
        raise AssertionError(value)

    def type(self, text: str) -> None:
        """Type words, and leave the field."""
        self.page.keyboard.type(text)
        self.letters += len(text)
        self.key("Escape")

    def picture(self, name: str) -> None:
        """Take a picture where somebody wants to see it, at the desk and on a phone."""
        if not PICTURES:
            return
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            path = Path(PICTURES) / f"keys-{name}-{self.language}-{size['width']}.png"
            self.page.screenshot(path=str(path))

    def reads(self, words: str) -> None:
        """Read the letter before it goes."""
        assert words in self.page.inner_text(".sheet")

    def reads_why_not(self) -> None:
        """Read what stands in the way: it has the focus."""
        assert self.page.evaluate("() => document.activeElement.matches('.errors')")
        self.picture("why-not")

    def speak(self, language: str) -> None:
        """Change the language, from the top of the page."""
        self.page.evaluate("() => document.activeElement.blur()")
        self.key("Escape")
        self.tab_to(f".staff-tongues button[lang={language}]")
        self.language = language
        self.lead("Enter")

    def go_to_row(self, number: str) -> None:
        """Go to the list, and on it down or up to the row of a number."""
        while not self.page.locator("#tasks").count():
            self.lead("g")
        row = self.page.locator(".queue tbody tr", has=self.page.locator(f"[href*='/{number}/']"))
        place = row.first.evaluate("row => row.sectionRowIndex")
        if (now := self.page.evaluate(ROW)) < 0:
            self.key("j")
            now = 0
        self.key("j" if place > now else "k", abs(place - now))
        self.lead("Enter")

    @property
    def place(self) -> str:
        """Return the number that the page is about."""
        return self.page.url.split("#", maxsplit=1)[0].split("?")[0].rstrip("/").rpartition("/")[2]
