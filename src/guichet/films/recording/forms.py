"""The questions of the form, answered as they come: by the kind of their fields."""

from playwright.sync_api import Page

from guichet.films.recording.hand import Hand
from guichet.films.recording.people import Person

_GO_ON = "main form button.arrow"
_MOST_PAGES = 30
# What a page asks that has no answer yet, each with the kind of its field and its first choice.
_QUESTIONS = """() => (document.querySelector("[name=asked]")?.value || "").split(" ")
  .filter(Boolean).map((key) => {
    if (document.querySelector(`[name=${key}_day]`)) return [key, "date", ""];
    const field = document.querySelector(`[name=${key}]:not([type=hidden])`);
    const choices = field?.options ? [...field.options] : [field];
    return [key, field?.type || "", choices.map((each) => each?.value).find(Boolean) || ""];
  })"""


class StuckError(Exception):
    """A page of the form came again: something on it was not answered as it asks."""


def answer(hand: Hand, person: Person) -> None:
    """Answer every question of a page that has no answer yet, and go on.

    A question that an agency alone asks gets its first choice.
    """
    for key, kind, first in hand.page.evaluate(_QUESTIONS):
        value = person.answers.get(key, first if kind in {"radio", "select-one"} else "")
        if kind == "date" and value:
            give_day(hand, key, value)
        elif kind == "select-one" and value:
            hand.choose(f"select[name={key}]", value)
        elif kind == "radio" and value:
            hand.tick(f"[name={key}][value='{value}']")
        elif kind == "checkbox" and value:
            hand.tick(f"[name={key}]")
        elif value and kind:
            hand.write(f"[name={key}]", value)
    hand.press(_GO_ON)


def fill_form(hand: Hand, person: Person) -> None:
    """Answer page by page, up to the one where everything is read again and signed."""
    for _ in range(_MOST_PAGES):
        if "/steps/" not in hand.page.url:
            return
        answer(hand, person)
    raise StuckError(hand.page.url)


def give_day(hand: Hand, key: str, day: str) -> None:
    """Give a day, which is an ISO day, in the three fields of a question."""
    year, month, number = day.split("-")
    parts = {
        "year": lambda: hand.write(f"[name={key}_year]", year),
        "month": lambda: hand.choose(f"select[name={key}_month]", str(int(month))),
        "day": lambda: hand.write(f"[name={key}_day]", str(int(number))),
    }
    order = hand.page.evaluate(
        """key => [...document.querySelectorAll(`[name^=${key}_]`)].map(
          (field) => field.name.slice(key.length + 1))""",
        key,
    )
    for part in order:
        if part in parts:
            parts[part]()


def number_and_pin(page: Page) -> tuple[str, str]:
    """Return what stands on a notice or at the beginning of an application."""
    number, pin = page.locator(".references dd bdi").all_inner_texts()[:2]
    return number.strip(), pin.strip()
