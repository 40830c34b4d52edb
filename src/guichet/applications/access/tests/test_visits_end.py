"""A visit ends for every copy of it: by its person, by a fresh PIN, and after four hours."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock
from guichet.applications.tests.windows import Window, at
from guichet.web import visits

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
YOURS = "/en/eta/yours/withdraw/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def window_of(*applications: Application) -> Window:
    window = Window(Client())
    for application in applications:
        window.open(application)
        assert window.number == application.number
    return window


def copy_of(window: Window) -> Window:
    """Return the window of somebody who copied every cookie of a browser."""
    copy = Client()
    copy.cookies.load({name: cookie.value for name, cookie in window.browser.cookies.items()})
    return Window(copy)


def shows(window: Window, application: Application) -> bool:
    window.go(at(window, application, "yours/withdraw/"))
    return window.number == application.number


def test_finishing_ends_the_visit_for_every_copy_and_no_other_visit() -> None:
    mine, child = worlds.make_listed(1), worlds.make_listed(2)
    library, home = window_of(mine, child), window_of(mine)
    copy = copy_of(library)
    assert shows(copy, mine)
    library.browser.post("/en/finish/", headers=OURS)
    for application in (mine, child):
        assert not shows(copy, application)
    copy.go(YOURS)
    assert copy.path == "/en/eta/apply/resume/"
    assert shows(home, mine)
    copy.open(mine)  # who knows number and PIN opens it there too
    assert shows(copy, mine)


def test_the_next_person_at_a_shared_computer_ends_the_visit_of_the_one_before() -> None:
    mine, theirs = worlds.make_listed(1), worlds.make_listed(2)
    library = Window(Client())
    library.browser.cookies[visits.SHARED] = "1"
    library.open(mine)
    copy = copy_of(library)
    library.go("/en/eta/apply/resume/")
    keys = {"number": theirs.number, "pin": tokens.pin_of(theirs), "before": "finished"}
    library.press("/en/eta/apply/resume/", **keys)
    assert library.number == theirs.number
    assert not shows(copy, mine)
    assert shows(library, theirs)


def test_the_first_use_of_a_fresh_pin_ends_the_visits_before_it_and_asking_none() -> None:
    mine, child = worlds.make_listed(1), worlds.make_listed(2)
    thief = window_of(mine, child)
    tokens.offer_pin(mine)
    mine.save(update_fields=tokens.PIN_FIELDS)
    assert shows(thief, mine)
    owner = window_of(mine)  # with the newest PIN
    assert shows(owner, mine)
    assert not shows(thief, mine)
    assert shows(thief, child)
    thief.go(YOURS)
    assert thief.number == child.number  # the only one that is open there


def test_a_visit_ends_after_four_hours_however_busy_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = worlds.make_listed(1)
    window = window_of(mine)
    for minutes in range(20, 241, 20):
        stop_clock(monkeypatch, NOW + timedelta(minutes=minutes))
        assert shows(window, mine)
    stop_clock(monkeypatch, NOW + timedelta(hours=4, seconds=1))
    assert not shows(window, mine)
    window.go(YOURS)
    assert window.path == "/en/eta/apply/resume/"


def test_a_note_of_the_release_before_still_opens_for_its_half_hour() -> None:
    mine = worlds.make_listed(1)
    note = [["4kbd", mine.pk, int(NOW.timestamp())]]
    window = Window(Client())
    window.browser.cookies[handles.COOKIE] = signing.dumps(note, salt=handles.SALT)
    assert shows(window, mine)


def test_a_page_with_an_application_open_asks_no_more_of_the_database(
    django_assert_num_queries: object,
) -> None:
    window = window_of(worlds.make_listed(1))
    request_with_note = window.browser.cookies[handles.COOKIE].value
    name, openings = handles.read_note(request_with_note)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert handles._still_open(name, openings)
