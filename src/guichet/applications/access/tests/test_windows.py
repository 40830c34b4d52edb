"""A family in three windows of one browser, walked as they walk: press, read, go on from there."""

import pytest
from django.test import Client

from guichet.applications import numbers, tokens
from guichet.applications import testing as worlds
from guichet.applications.access import handles
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock
from guichet.applications.tests.visitor import handle_of
from guichet.applications.tests.windows import RESUME, Window, at
from guichet.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Give Django's own browser, which sends no mark that a page has not given it."""
    return Client()


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def state(application: Application) -> str:
    application.refresh_from_db()
    return application.state


def test_it_withdraws_the_one_that_the_window_shows(client: Client) -> None:
    mine, theirs = worlds.make_listed(1), worlds.make_listed(2)
    window, other = Window(client), Window(client)
    window.open(mine)
    window.go(at(window, mine, "yours/withdraw/"))
    other.open(theirs)
    assert (window.number, other.number) == (mine.number, theirs.number)
    assert numbers.for_people(mine.number) in window.text
    assert "NIAMH AOIFE OBRIEN" in window.text
    assert 'class="button danger"' in window.text
    window.press("/yours/withdraw/")
    assert window.number == mine.number
    assert (state(mine), state(theirs)) == ("withdrawn", "manual_review")


def test_it_pays_for_the_one_that_the_window_shows_and_comes_back_to_it(client: Client) -> None:
    mine, theirs = (worlds.make_sent(number).application for number in (1, 2))
    window, other = Window(client), Window(client)
    window.open(mine)
    other.open(theirs)
    assert window.number == mine.number
    window.press("/apply/pay/")
    other.press("/apply/pay/")
    assert (window.number, other.number) == (mine.number, theirs.number)
    window.press("/apply/paying/", button="paid")
    assert window.number == mine.number
    assert (state(mine), state(theirs)) == ("issued", "submitted_unpaid")


def test_it_keeps_explanation_and_passport_where_they_were_typed(client: Client) -> None:
    case, draft = worlds.make_asked(1), worlds.make_draft(2).application
    window, other = Window(client), Window(client)
    window.open(case)
    window.follow("/yours/papers/")
    window.follow(f"/yours/papers/{case.requests.get().pk}/")
    other.open(draft)
    other.go(at(other, draft, "apply/passport-lines/"))
    window.press("/", words="Only mine", end="1")
    assert "Only mine" in window.text
    assert not draft.requests.exists()
    lines = (
        "P<IRLERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36IRL7408122F3204153ZE184226B<<<<<16"
    )
    three = Window(client)
    three.open(worlds.make_draft(3).application)
    other.press("/apply/passport-lines/", lines=lines)
    draft.refresh_from_db()
    assert draft.answers["surname"] == "ERIKSSON"
    others = Application.objects.exclude(pk=draft.pk)
    assert "ERIKSSON" not in [other.answers.get("surname") for other in others]


def test_it_keeps_its_own_through_languages_and_the_button_back(client: Client) -> None:
    first, second = (worlds.make_draft(number).application for number in (1, 2))
    window, other = Window(client), Window(client)
    window.open(first)
    other.open(second)
    path = at(window, first, "apply/steps/passport/")
    window.go(path)
    french = path.replace("/en/", "/fr/")
    form = next(form for form in window.forms() if form.action.endswith("/steps/passport/"))
    form.action = french
    window.send(form, texts={"surname": "NOT YET", "language": "fr"})
    assert window.number == first.number
    assert "NOT YET" in window.text
    window.press("/steps/passport/", surname="MINE")
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.answers["surname"], second.answers["surname"]) == ("MINE", "OBRIEN C")
    window.go(french)
    assert window.number == first.number


def test_it_shows_all_that_are_open_where_an_address_does_not_say(client: Client) -> None:
    first, second = worlds.make_paid(1), worlds.make_draft(2).application
    window = Window(client)
    window.open(first)
    window.go("/en/eta/status/yours/")
    assert window.number == first.number  # the only one is the one that is meant
    window.open(second)
    window.go("/en/eta/status/yours/")
    assert window.number == ""
    assert "Which application?" in window.text
    for application, words in ((first, "Approved"), (second, "Not finished")):
        assert numbers.for_people(application.number) in window.text
        assert words in window.text
    window.follow(at(window, first, "status/yours/").removeprefix("/en/eta"))
    assert window.number == first.number
    window.follow("/eta/yours/")
    assert "Which application?" in window.text


def test_it_asks_for_the_one_whose_visit_was_over_and_keeps_what_was_typed(client: Client) -> None:
    first, second = (worlds.make_draft(number).application for number in (1, 2))
    window, other = Window(client), Window(client)
    window.open(first)
    window.go(at(window, first, "apply/steps/passport/"))
    client.cookies.pop(handles.COOKIE)
    other.open(second)
    window.press("/steps/passport/", surname="STILL HERE")
    assert window.page.status_code == 409
    assert numbers.for_people(second.number) in window.text
    assert numbers.for_people(first.number) not in window.text
    wrong = {"number": second.number, "pin": tokens.pin_of(second)}
    window.press("/steps/passport/", **wrong)  # opens another one than the page was for
    assert window.page.status_code == 409
    right = {"number": first.number, "pin": tokens.pin_of(first)}
    window.press("/steps/passport/", **right)
    assert window.number == first.number
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answers["surname"], second.answers["surname"]) == ("STILL HERE", "OBRIEN C")


def test_it_saves_nothing_in_another_that_number_and_pin_open(client: Client) -> None:
    first, second = (worlds.make_draft(number).application for number in (1, 2))
    window = Window(client)
    window.open(first)
    window.go(at(window, first, "apply/steps/passport/"))
    client.cookies.pop(handles.COOKIE)
    window.press("/steps/passport/", surname="MINE")
    assert window.page.status_code == 403
    window.press("/steps/passport/", number=second.number, pin=tokens.pin_of(second))
    assert window.page.status_code == 409
    assert numbers.for_people(second.number) in window.text
    second.refresh_from_db()
    assert second.answers["surname"] == "OBRIEN C"
    window.press("/steps/passport/", number=first.number, pin=tokens.pin_of(first))
    first.refresh_from_db()
    assert first.answers["surname"] == "MINE"


def test_it_erases_no_application_that_was_sent_off_meanwhile(client: Client) -> None:
    application = worlds.make_sent(**worlds.DECLARES).application
    window, other = Window(client), Window(client)
    window.open(application)
    window.go(at(window, application, "yours/withdraw/"))
    assert "Erase what I typed" in window.text
    other.go(at(window, application, "apply/pay/"))
    other.press("/apply/pay/")
    other.press("/apply/paying/", button="paid")
    window.press("/yours/withdraw/")
    assert window.page.status_code == 409
    assert "has changed in the meantime" in window.text
    assert state(application) == "manual_review"
    window.press("/yours/withdraw/")
    assert state(application) == "withdrawn"


def test_it_asks_on_a_shared_computer_before_a_second_one_is_opened(client: Client) -> None:
    first, second = worlds.make_paid(1), worlds.make_paid(2)
    client.cookies[visits.SHARED] = "1"
    window = Window(client)
    window.open(first)
    assert window.number == first.number
    window.open(second)
    assert window.page.status_code == 422
    assert "Has the person before you finished?" in window.text
    assert "Type the PIN again. To protect you, this page does not keep it." in window.text
    assert first.number not in window.text
    assert handle_of(client, second) == ""
    keys = {"number": second.number, "pin": tokens.pin_of(second)}
    window.press(RESUME, before="finished", **keys)
    assert window.number == second.number
    assert handle_of(client, first) == ""
    window.go(RESUME)
    keys = {"number": first.number, "pin": tokens.pin_of(first)}
    window.press(RESUME, before="together", **keys)
    assert handle_of(client, second)
    window.go("/en/eta/apply/")
    window.press("/eta/apply/", who="self")
    assert window.page.status_code == 422
    assert Application.objects.count() == 2
    window.press("/eta/apply/", who="self", before="finished")
    assert window.number not in {first.number, second.number, ""}
    assert handle_of(client, first) == ""


def test_it_keeps_a_bounded_number_open(client: Client) -> None:
    window, applications = (
        Window(client),
        [worlds.make_draft(number).application for number in range(11)],
    )
    for application in applications:
        window.open(application)
    assert handle_of(client, applications[0]) == ""
    assert all(handle_of(client, application) for application in applications[1:])
    assert len(client.cookies[handles.COOKIE].value) < 1000
    assert len({handle_of(client, application) for application in applications}) == 11
