"""The journeys that are filmed, step by step; the names of the steps are those of `films.toml`."""

from collections.abc import Callable, Mapping

from guichet.films.recording.forms import answer, fill_form, give_day, number_and_pin
from guichet.films.recording.hand import Hand
from guichet.films.recording.people import Person
from guichet.films.table import place


class NoPlaceError(Exception):
    """The agency's `films.toml` says under [place] neither a postal code nor a country."""


_GO_ON = "main form button.arrow"


def book(hand: Hand, person: Person) -> None:
    """From the first page of appointments to the notice."""
    hand.go("appointments/")
    hand.camera.keep_poster()
    with hand.step("place"):
        _find_office(hand)
    with hand.step("service"):
        hand.press("a.cover")
        hand.camera.hold(1)
        hand.press("main button.arrow")
    with hand.step("time"):
        hand.press("button[formaction*='/hold/']")
    with hand.step("details"):
        _say_who_comes(hand, person)
        hand.press("#client button.arrow")
    with hand.step("check"):
        hand.press("form[action$='/book/'] button:not([formaction])")
    with hand.step("notice"):
        hand.see(".references")
        hand.see("a[href*='notice.pdf']")


def change(hand: Hand, person: Person) -> None:
    """Move an appointment, then cancel it."""
    with hand.unseen():
        number, pin = _book_unseen(hand, person)
    hand.go("appointments/manage/")
    hand.camera.keep_poster()
    with hand.step("keys"):
        hand.write("[name=number]", number)
        hand.write("[name=pin]", pin)
        hand.press("#keys button.arrow")
    with hand.step("open"):
        hand.press("a[href*='/move/']")
    with hand.step("time"):
        hand.press("button[name=slot]")
    with hand.step("move"):
        hand.press("form[method=post][action*='/move/'] button")
        hand.camera.hold(1.5)
    with hand.step("cancel"):
        hand.press("a[href*='/cancel/']")
        hand.camera.hold(1)
        hand.press("form[action*='/cancel/'] button.danger")
        hand.camera.hold(1.5)


def apply(hand: Hand, person: Person) -> None:
    """From the first page of the form to where the application stands; the middle is left out."""
    hand.go("eta/apply/")
    hand.camera.keep_poster()
    with hand.step("who"):
        hand.tick("[name=who][value=self]")
        hand.press(_GO_ON)
    with hand.step("number"):
        hand.see(".references")
        hand.press("main a.button.arrow")
    with hand.step("passport"):
        hand.write("[name=lines]", person.lines)
        hand.press(_GO_ON)
        hand.camera.hold(1)
        hand.press("main a.button.arrow")
    with hand.step("questions"):
        answer(hand, person)
    with hand.unseen():
        fill_form(hand, person)
    with hand.step("sign"):
        hand.see("#sign")
        answer(hand, person)
    with hand.step("pay"):
        hand.press(_GO_ON)
        hand.press("button[value=paid]")
    with hand.step("stands"):
        hand.see("#status")


def status(hand: Hand, person: Person) -> None:
    """Look up where an application stands; then have a lost number sent."""
    with hand.unseen():
        number = _apply_unseen(hand, person)
    hand.go("eta/status/")
    hand.camera.keep_poster()
    with hand.step("look"):
        hand.write("#look [name=number]", number)
        hand.write("#look [name=passport_number]", person.passport_number)
        hand.choose("#look [name=issuer]", person.answers["issuer"])
    with hand.step("days"):
        for key in ("birth_date", "expiry_date"):
            if hand.page.locator(f"#look [name={key}_year]").count():
                give_day(hand, key, person.answers[key])
        hand.press("#look button.arrow")
    with hand.step("answer"):
        hand.see("#status")
    hand.go("eta/lost/")
    with hand.step("lost"):
        hand.write("#lost [name=passport_number]", person.passport_number)
        hand.choose("#lost [name=issuer]", person.answers["issuer"])
        give_day(hand, "birth_date", person.answers["birth_date"])
        hand.press("#lost button.arrow")
    with hand.step("sent"):
        hand.see("main h1")


JOURNEYS: Mapping[str, Callable[[Hand, Person], None]] = {
    "book": book,
    "change": change,
    "apply": apply,
    "status": status,
}


def _find_office(hand: Hand) -> None:
    """Say where one is, as the agency's `films.toml` has it."""
    code, country = place()
    if not code and not country:
        raise NoPlaceError("content/films/films.toml of the agency names no [place]")
    if code and hand.page.locator("[name=postal_code]").count():
        hand.write("[name=postal_code]", code)
        hand.press("button[name=where][value=inside]")
    else:
        hand.choose("select[name=country]", country)
        hand.press("button[name=where][value=outside]")


def _say_who_comes(hand: Hand, person: Person) -> None:
    year, month, day = person.born
    hand.write("[name=name]", person.name)
    give_day(hand, "date_of_birth", f"{year}-{month:02}-{day:02}")
    hand.write("[name=phone]", person.phone)


def _book_unseen(hand: Hand, person: Person) -> tuple[str, str]:
    """Book an appointment; return its number and PIN."""
    hand.go("appointments/")
    _find_office(hand)
    hand.press("a.cover")
    hand.press("main button.arrow")
    hand.press("button[formaction*='/hold/']")
    _say_who_comes(hand, person)
    hand.press("#client button.arrow")
    hand.press("form[action$='/book/'] button:not([formaction])")
    keys = number_and_pin(hand.page)
    hand.page.context.clear_cookies()
    return keys


def _apply_unseen(hand: Hand, person: Person) -> str:
    """Send an application and pay for it; return its number."""
    hand.go("eta/apply/")
    hand.tick("[name=who][value=self]")
    hand.press(_GO_ON)
    number, _ = number_and_pin(hand.page)
    hand.press("main a.button.arrow")
    hand.write("[name=lines]", person.lines)
    hand.press(_GO_ON)
    hand.press("main a.button.arrow")
    fill_form(hand, person)
    answer(hand, person)
    hand.press(_GO_ON)
    hand.press("button[value=paid]")
    hand.page.context.clear_cookies()
    return number
