"""No word of a heading is cut at the edge of a narrow screen, in any language."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel.testing import usual
from guichet.web.addresses.paths import address
from guichet.web.languages import OFFERED
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
PAGES = (
    "guidance:home",
    "booking:start",
    "booking:manage",
    "booking:lost",
    "applications:home",
    "applications:look_up",
    "eligibility:need",
    "web:contact",
)
UNSPACED = {"zh-Hans", "zh-Hant", "ja"}  # lines break between any two signs
CUT = """() => {
  const cut = [];
  for (const heading of document.querySelectorAll("h1, h2, h3, legend")) {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      for (const word of node.data.matchAll(/[^\\s\\u200b\\/\\-\\u2010\\u2013\\u2014]+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) cut.push(word[0]);
      }
    }
  }
  return cut;
}"""


# Those with the longest words, and one of each script.
@pytest.mark.parametrize(
    "language", usual("ar", "de", "ko", "pl", "ru", of=sorted(set(OFFERED) - UNSPACED))
)
def test_no_word_of_a_heading_is_cut(browser: Browser, live_server: Any, language: str) -> None:
    page = browser.new_page()
    cut = {}
    for name in PAGES:
        page.goto(live_server.url + address(name, language))
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            if words := page.evaluate(CUT):
                cut[name, width] = words
    page.close()
    assert cut == {}
