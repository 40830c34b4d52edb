"""What axe finds on a page, asked once of each page that is built alike.

Axe judges elements, their states and their looks, and takes a second for each page. A page of the
same elements in the same language, at the same width, with other words and numbers in them, was
judged before; so each shape is asked of once in a run, whichever worker comes first.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Elements with their attributes and states, but for what differs from person to person.
_SHAPE = """() => {
  const own = new Set([
    "action", "content", "datetime", "formaction", "href", "nonce", "src", "srcset", "value"]);
  // Of items that are alike, one after the other, one is enough; two of one name are a fault.
  const another = (item, place, items) =>
    item !== items[place - 1] || item.includes(" id=");
  const shape = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "t" : "";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.localName === "script" || node.localName === "style") return "";
    const attributes = [...node.attributes].map(({name, value}) =>
      own.has(name) ? name : `${name}=${value.replace(/[0-9]+/g, "0")}`);
    const states = [node.checked, node.selected, node.disabled, node.open, node.hidden];
    return `<${node.localName} ${attributes.sort().join(" ")} ${states.map(Boolean)}>`
      + [...node.childNodes].map(shape).filter(Boolean).filter(another).join("") + "</>";
  };
  return [innerWidth, document.title !== "", shape(document.documentElement)].join(" ");
}"""
# Asked in one go, and what is wrong comes back alone: what is right is twenty times as much.
_JUDGE = f"""{Axe().axe_script};
axe.run({{resultTypes: ["violations"]}}).then(({{violations}}) => violations.map(
  ({{id, nodes}}) => ({{id, nodes: nodes.map(({{target}}) => ({{target}}))}})))"""
_clean = Path(os.environ["TESTS_SHARED"]) / "clean"  # a file for each shape


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds wrong; nothing where it found nothing on a page built like this."""
    shape = _clean / sha256(str(page.evaluate(_SHAPE)).encode()).hexdigest()
    if shape.exists():
        return []
    faults = judge(page)
    if not faults:
        _clean.mkdir(exist_ok=True)
        shape.touch()
    return faults


def judge(page: Page) -> list[dict[str, Any]]:
    """Return what axe itself says: of each fault its id, and the elements that have it."""
    faults: list[dict[str, Any]] = page.evaluate(_JUDGE)
    return faults
