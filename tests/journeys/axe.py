"""What axe finds on a page, asked once of each page that is built alike.

Axe judges elements, their states and their looks, and takes half a second for each page. A page of
the same elements, with other words and numbers in them, was judged before; so each shape is asked
of once in a run, whichever worker comes first: on a phone and on a larger screen, from left to
right and from right to left, light and dark. `make test-deep` asks it in each language, and at each
width.

Most of that time goes into the contrast of each text. Text of the same color, size and weight on
the same grounds has the same contrast, on whatever page; so each look is judged once in a run.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from guichet.kernel.testing import IS_DEEP
from guichet.web.languages import ALL

# Elements with their attributes and states, but for what differs from person to person, and but
# for the words of a language: that there are some is asked, and not which.
_SHAPE = """([languages, isDeep]) => {
  const own = new Set([
    "action", "content", "datetime", "formaction", "href", "nonce", "src", "srcset", "value"]);
  const ofWords = new Set(["alt", "aria-label", "label", "placeholder", "title"]);
  const ofLanguages = new Set(["hreflang", "lang"]);
  const known = (name, value) => {
    if (own.has(name)) return name;
    if (!isDeep && ofWords.has(name)) return `${name} ${value.trim() !== ""}`;
    if (!isDeep && ofLanguages.has(name) && languages.includes(value)) return `${name} known`;
    return `${name}=${value.replace(/[0-9]+/g, "0")}`;
  };
  // Of items that are alike, one after the other, one is enough; two of one name are a fault.
  const another = (item, place, items) =>
    item !== items[place - 1] || item.includes(" id=");
  const shape = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "t" : "";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.localName === "script" || node.localName === "style") return "";
    const attributes = [...node.attributes].map(({name, value}) => known(name, value));
    const states = [node.checked, node.selected, node.disabled, node.open, node.hidden];
    return `<${node.localName} ${attributes.sort().join(" ")} ${states.map(Boolean)}>`
      + [...node.childNodes].map(shape).filter(Boolean).filter(another).join("") + "</>";
  };
  const isSo = query => matchMedia(query).matches;
  const screen = isDeep ? innerWidth : isSo("(max-width: 40rem)");
  const around = [screen, isSo("(prefers-color-scheme: dark)"), document.title !== ""];
  return [...around, shape(document.documentElement)].join(" ");
}"""
_LANGUAGES = sorted(ALL)
# How every text looks, in a number: what it is painted with, and all it is painted on.
_LOOKS = """
const seen = new Map();
const painted = (node, part) => {
  const style = getComputedStyle(node, part);
  if (part && style.content === "none") return "";
  const flows = ["static", "relative"].includes(style.position);
  const apart = flows ? "" : node.className || node.localName;
  return [style.backgroundColor, style.backgroundImage, style.backgroundClip, style.opacity,
    style.filter, style.mixBlendMode, apart, part].join();
};
const ground = node => {
  if (!node) return "";
  if (!seen.has(node)) {
    const own = [null, "::before", "::after"].map(part => painted(node, part)).join("|");
    const below = ground(node.parentElement);
    seen.set(node, below.endsWith(own) ? below : below + own);
  }
  return seen.get(node);
};
const number = text => {
  let [first, second] = [7, 11];
  for (let place = 0; place < text.length; place++) {
    first = Math.imul(first ^ text.charCodeAt(place), 2654435761);
    second = Math.imul(second ^ text.charCodeAt(place), 1597334677);
  }
  return `${first >>> 0}.${second >>> 0}`;
};
const look = node => {
  const style = getComputedStyle(node);
  return number([style.color, style.fontSize, style.fontWeight, style.textShadow,
    style.webkitTextFillColor, style.webkitTextStroke, ground(node)].join());
};
const shows = node => ["INPUT", "SELECT", "TEXTAREA"].includes(node.nodeName)
  || [...node.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
"""
# What is wrong comes back, and the looks that are right; a look counts only once axe has judged it,
# which it does not where a button is disabled, say.
_JUDGE = f"""async cleanLooks => {{
{_LOOKS}
const old = new Set(cleanLooks);
const news = [...document.querySelectorAll("body, body *")].filter(
  node => shows(node) && !old.has(look(node)));
axe.configure({{rules: [{{id: "color-contrast", selector: "[data-new-look]"}}]}});
news.forEach(node => node.setAttribute("data-new-look", ""));
const reporter = (rules, options, done) => done([
  rules.filter(({{violations}}) => violations.length).map(({{id, violations}}) => (
    {{id, nodes: violations.map(({{node}}) => ({{target: node.selector}}))}})),
  rules.filter(({{id}}) => id === "color-contrast").flatMap(
    ({{passes}}) => [...new Set(passes.map(({{node}}) => look(node.element)))])]);
const answer = await axe.run({{reporter}});
news.forEach(node => node.removeAttribute("data-new-look"));
return answer;
}}"""
_AXE = f"() => {{ {Axe().axe_script} }}"
_clean = Path(os.environ["TESTS_SHARED"]) / "clean"  # a file for each shape


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds wrong; nothing where it found nothing on a page built like this."""
    shape = _clean / sha256(str(page.evaluate(_SHAPE, [_LANGUAGES, IS_DEEP])).encode()).hexdigest()
    if shape.exists():
        return []
    faults = judge(page)
    if not faults:
        _clean.mkdir(exist_ok=True)
        shape.touch()
    return faults


def judge(page: Page) -> list[dict[str, Any]]:
    """Return what axe itself says: of each fault its id, and the elements that have it."""
    path = _clean.with_name("looks")
    clean_looks = path.read_text().split() if path.exists() else []
    faults: list[dict[str, Any]]
    page.evaluate(_AXE)
    faults, looks = page.evaluate(_JUDGE, clean_looks)
    if not faults and looks:
        with path.open("a") as file:
            file.write("".join(f"{look}\n" for look in looks))
    return faults
