"""In which order a page that runs from right to left draws what is read from left to right."""

from playwright.sync_api import Page

# Latin, and numbers of several parts, go on to the right wherever they stand on a line; a point or
# a comma behind them stands at their left, where the Arabic goes on. Only drawing tells, not tags.
_TURNED = r"""() => {
  const latin = /\+?[\p{Script=Latin}\d•](?:[@.:\/+&'#?=%_()\u00a0 -]*[\p{Script=Latin}\d•])*/gu;
  const is_whole = /[\p{Script=Latin}+•]|\d[ \u00a0-]\d/u;
  const behind = /^[.,،؛:](?=$|[\s\u2069]*(?:$|\p{Script=Arabic}))/u;
  const box = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const is_left = (here, last) =>
    last && Math.abs(here.top - last.top) < last.height / 2 && here.left < last.left;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), turned = [];
  let last = null;  // the box of the last sign, where that was of a run
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data, holder = node.parentElement;
    if (/^(SCRIPT|STYLE|OPTION|TEXTAREA)$/.test(holder.tagName)) continue;
    if (!holder.checkVisibility()) continue;
    const from_right = getComputedStyle(holder).direction === "rtl";
    const check_mark = (at) => {
      if (!from_right || !last || !behind.test(text.slice(at))) return;
      const mark = box(node, at);
      if (mark.width && Math.abs(mark.top - last.top) < last.height / 2 && mark.left > last.left)
        turned.push(`${text.slice(0, at + 1)}`);
    };
    check_mark(0);
    for (const run of text.matchAll(latin)) {
      last = null;
      if (!is_whole.test(run[0])) continue;
      const end = run.index + run[0].length;
      for (let at = run.index; at < end; at++) {
        const here = box(node, at);
        if (!text[at].trim() || !here.width) continue;
        if (is_left(here, last)) {
          turned.push(run[0]);
          break;
        }
        last = here;
      }
      check_mark(end);
    }
    if (!/[\p{Script=Latin}\d•][)\s\u2069]*$/u.test(text)) last = null;
  }
  return turned;
}"""


def turned(page: Page) -> list[str]:
    """Return what a page draws in another order than that in which it is read."""
    runs: list[str] = page.evaluate(_TURNED)
    return runs
