"""Random walks of three windows: nothing is ever written to what the page did not show."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.access import handles, whose
from guichet.applications.access.handles import Visit
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.visitor import open_in
from guichet.applications.tests.windows import RESUME, Form, Window
from guichet.kernel import clock
from guichet.kernel.testing import IS_DEEP

pytestmark = pytest.mark.django_db
EXAMPLES, MOVES = (300, 40) if IS_DEEP else (12, 12)
PAGES = (
    *("apply/steps/passport/", "apply/steps/work/", "apply/steps/contact/", "apply/review/"),
    *("apply/passport-lines/", "apply/pay/", "status/yours/", "yours/withdraw/"),
    *("yours/papers/", "yours/papers/further/", "yours/change/?why=changed&field=job_title"),
    *("yours/address/", "yours/letters/", "yours/enquiry/"),
)
ROWS = ("versions", "letters", "requests", "papers", "payments", "tasks", "enquiries", "decisions")
STARTS = ("/apply/", "/next-person/", "/yours/change/")
# People of one walk are of one kind: what can be done to one could be done to the others.
KINDS: tuple[Callable[[int], Application], ...] = (
    lambda number: worlds.make_draft(number).application,
    lambda number: worlds.make_sent(number).application,
    worlds.make_asked,
)
Draw = Callable[[int], int]  # a number below another


class Unseen(Exception):  # noqa: N818  It is a finding, not an error of the walk.
    """Something was written to what the page did not show."""


class Walk:
    """Three windows of one browser, three people, and what each window showed last."""

    def __init__(self, draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
        self.draw, self.now = draw, NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)
        make = KINDS[draw(len(KINDS))]
        self.people = [make(number) for number in (1, 2, 3)]
        self.browser = Client()
        self.windows = [Window(self.browser, RESUME) for _ in range(3)]
        for window, person in zip(self.windows, self.people, strict=False):
            window.open(person)
            self.go(window)
        self.last = {at: window.number for at, window in enumerate(self.windows)}

    def move(self) -> None:
        """Do one thing in one window, and look at what became of everybody."""
        at = self.draw(len(self.windows))
        window, kind = self.windows[at], self.draw(16)
        if kind == 0:
            self.now += timedelta(minutes=(5, 31)[self.draw(2)])
        elif kind == 1:
            self.browser.cookies.pop(handles.COOKIE, None)
        elif kind <= 4:
            window.open(self.people[self.draw(len(self.people))])
        elif kind <= 7:
            self.go(window)
        else:
            self.press(window, at)
        self.last[at] = window.number or self.last[at]

    def go(self, window: Window) -> None:
        """Load a page of one that is open, or of none in particular."""
        handles = [f"{opening.handle}/" for opening in open_in(self.browser)] + [""]
        page = PAGES[self.draw(len(PAGES))]
        window.go(f"/en/eta/{handles[self.draw(len(handles))]}{page}")

    def press(self, window: Window, at: int) -> None:
        """Send a form of the page, however old it is; nobody else is to change."""
        forms = window.forms()
        if not forms:
            return
        form = forms[self.draw(len(forms))]
        button = form.buttons[self.draw(len(form.buttons))] if form.buttons else ("", "")
        fields: dict[str, Any] = {button[0]: button[1]} if button[0] else {}
        fields |= self.fields_of(form, at)
        number = window.number or self.last[at]
        before = self.rows()
        window.send(form, button="", texts=fields)
        after = self.rows()
        changed = {number for number in before if before[number] != after[number]}
        if changed - {number}:
            raise Unseen(form.action, number, changed)
        fresh = after.keys() - before.keys()
        if fresh and (len(fresh) > 1 or {window.number} != fresh or not _starts(form.action)):
            raise Unseen(form.action, number, fresh, window.number)

    def fields_of(self, form: Form, at: int) -> dict[str, Any]:
        """Return what is typed into a form: a word of this window, and anybody's keys."""
        person = self.people[self.draw(len(self.people))]
        keys = {"number": person.number, "pin": tokens.pin_of(person), "end": "1"}
        words = f"TYPED IN {'ABC'[at]}"
        free = ("surname", "job_title", "words", "new_facts", "own_words", "outcome", "who")
        choices = {"outcome": "paid", "who": "self"}
        return {
            **{name: keys[name] for name in keys if name in form.fields or name == "end"},
            **{name: choices.get(name, words) for name in free if name in form.fields},
        }

    def rows(self) -> dict[str, object]:
        """Return everything that is written of everybody."""
        return {
            application.number: (
                {k: v for k, v in vars(application).items() if not k.startswith("_")},
                [list(getattr(application, name).order_by("pk").values()) for name in ROWS],
            )
            for application in Application.objects.order_by("pk")
        }


def _starts(action: str) -> bool:
    return action.endswith(STARTS)


def walk(draw: Draw, moves: int = MOVES) -> None:
    """Walk once, and leave no trace."""
    with pytest.MonkeyPatch.context() as monkeypatch, transaction.atomic():
        once = Walk(draw, monkeypatch)
        try:
            for _ in range(moves):
                once.move()
        finally:
            transaction.set_rollback(True)


@pytest.mark.slow
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_no_walk_of_three_windows_writes_what_a_page_did_not_show(data: st.DataObject) -> None:
    walk(lambda below: data.draw(st.integers(0, below - 1)))


def _whichever_was_opened_last(
    request: HttpRequest, visit: Visit, handle: str
) -> Application | None:
    """Say whose a page is as it was said before forms had marks: by the cookie alone."""
    return next(reversed(visit.applications()), None)


def test_the_walks_find_a_form_that_does_not_say_whose_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(whose, "application_of", _whichever_was_opened_last)
    monkeypatch.setattr(whose, "is_about", lambda *_: True)
    assert any(_finds(seed) for seed in range(60))


def _finds(seed: int) -> bool:
    try:
        walk(random.Random(seed).randrange, moves=16)
    except Unseen:
        return True
    return False
