"""Axe is asked once of each shape, and a page that is built in another way is another shape."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import axe

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PAGE = "<!doctype html><html lang=en><title>Desk</title><main><h1>{}</h1>{}</main></html>"


class Counted:
    """Axe itself, and how often it was asked."""

    calls = 0


def counted(page: Page) -> list[dict[str, Any]]:
    Counted.calls += 1
    return _JUDGE(page)


_JUDGE = axe.judge


@pytest.fixture(autouse=True)
def _asked_from_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(axe, "_clean", tmp_path / "clean")
    monkeypatch.setattr(axe, "judge", counted)
    monkeypatch.setattr(Counted, "calls", 0)


def test_it_asks_once_of_pages_that_differ_in_words_alone(browser: Browser) -> None:
    page = browser.new_page()
    for words in ("Ann, 3 of 4", "Bo, 12 of 40"):
        page.set_content(PAGE.format(words, '<a href="/1/">Go on</a>'))
        assert axe.violations(page) == []
    assert Counted.calls == 1
    page.set_viewport_size({"width": 320, "height": 640})
    assert axe.violations(page) == []
    assert Counted.calls == 2, "a phone is another page"
    page.close()


def test_it_asks_once_of_all_languages_and_of_each_in_a_deep_run(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.new_page()

    def judged(language: str, words: str, way: str = "ltr") -> int:
        Counted.calls = 0
        button = f'<button aria-label="{words}">x</button>'
        text = PAGE.format("Ann", button).replace("lang=en", f"lang={language} dir={way}")
        page.set_content(text)
        axe.violations(page)
        return Counted.calls

    assert [judged("en", "Close"), judged("fr", "Fermer"), judged("de", " ")] == [1, 0, 1]
    assert [judged("ar", "أغلق", "rtl"), judged("xx", "Close")] == [1, 1]
    page.emulate_media(color_scheme="dark")
    assert judged("en", "Close") == 1, "what is dark is another page"
    monkeypatch.setattr(axe, "IS_DEEP", True)
    assert [judged("en", "Close"), judged("fr", "Fermer")] == [1, 1]
    page.close()


def test_it_asks_once_of_lists_of_items_that_are_alike(browser: Browser) -> None:
    page = browser.new_page()
    items = ['<li><a href="/1/">One</a></li>\n<li><a href="/2/">Two</a></li>'] * 2
    for count in (1, 2):
        page.set_content(PAGE.format("Ann", f"<ul>{''.join(items[:count])}</ul>"))
        assert axe.violations(page) == []
    assert Counted.calls == 1
    page.set_content(PAGE.format("Ann", f"<ul>{items[0]}<li><a href='/3/'></a></li></ul>"))
    assert axe.violations(page)
    assert Counted.calls == 2, "an item that is not like the one before it is looked at"
    page.close()


@pytest.mark.parametrize(
    "fault",
    [
        '<img src="data:,">',
        '<a href="/1/"></a>',
        '<input name="name">',
        '<p style="color:#aaa">Too pale</p>',
        '<p lang="klingon">Another language</p>',
    ],
)
def test_it_finds_a_fault_beside_what_was_clean_and_finds_it_again(
    browser: Browser, fault: str
) -> None:
    page = browser.new_page()
    page.set_content(
        PAGE.format("Ann", '<img src="data:," alt=""><a href="/1/">Go on</a><p>Pale</p>')
    )
    assert axe.violations(page) == []
    for _time in range(2):
        page.set_content(PAGE.format("Ann", fault))
        assert axe.violations(page)
    page.close()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Dark</p>", '<p style="background:#333">Dark</p>'),
        ("<p>Dark</p>", '<p style="opacity:.3">Dark</p>'),
        ("<p>Dark</p>", '<p style="font-size:.8em;color:#aaa">Dark</p>'),
        ('<p style="background:#333;color:#eee">Light</p>', '<p style="color:#eee">Light</p>'),
        (
            '<button disabled style="color:#aaa">Off</button>',
            '<button style="color:#aaa">On</button>',
        ),
        ('<h2 style="color:#888">Large</h2>', '<p style="color:#888">Small</p>'),
    ],
)
def test_a_text_on_another_ground_is_another_look(
    browser: Browser, before: str, after: str
) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format("Ann", before))
    assert axe.violations(page) == []
    page.set_content(PAGE.format("Ann", f"<div>{before}</div>"))
    assert axe.violations(page) == [] and Counted.calls == 2
    page.set_content(PAGE.format("Ann", f"{before}{after}"))
    assert [fault["id"] for fault in axe.violations(page)] == ["color-contrast"]
    page.close()
