"""Somebody who practises: reads a page, presses what it offers, reads the page that comes."""

import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from guichet.contact.practice.stories.shelf import books
from guichet.contact.practice.stories.story import Fact, RightStep
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.staff.testing import sign_in

HERE = "/staff/contact/practice/"
MARK = re.compile(r'name="about" value="([0-9a-f]{32})"')
AFTER = re.compile(r'name="after" value="(\d+)"')


class Trainee:
    """An agent in a test's browser, with the page that they see."""

    def __init__(self, role: str = "national_agent", *, name: str = "", language: str = "en"):
        self.client = Client(headers={"Accept-Language": language})
        self.account = sign_in(self.client, role, name=name)
        self.path, self.text = "", ""

    def begin(self, story: str) -> None:
        """Begin a story from the list, and read its first page."""
        assert f'data-story="{story}"' in self.get(HERE)
        self.follow(self.client.post(f"{HERE}{story}/begin/"))

    def get(self, path: str, status: int = 200) -> str:
        """Read a page."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def follow(self, answer: HttpResponse) -> None:
        """Go where an answer leads, and read what is there."""
        assert answer.status_code == 303, (answer.status_code, answer.content.decode()[-3000:])
        self.path = answer["Location"].partition("#")[0]
        self.text = self.get(self.path)

    def form(self, step: str, /, **fields: str) -> dict[str, str]:
        """Return a form of the page as it is sent, with what is filled in."""
        mark, after = MARK.search(self.text), AFTER.search(self.text)
        assert mark and after, self.text[-2000:]
        return {"about": mark[1], "after": after[1], "step": step, **fields}

    def send(self, step: str, /, **fields: str) -> HttpResponse:
        """Send a form of the page, and return the answer."""
        return self.client.post(self.path, self.form(step, **fields))  # type: ignore[return-value]

    def press(self, step: str, name: str = "", /, **fields: str) -> None:
        """Send a form of the page, and read the page that comes."""
        self.follow(self.send(step, **({step: name} if name else {}), **fields))

    def take(self, step: RightStep, story: str) -> None:
        """Take a step of a path by the pages."""
        if step.kind == "check":
            self.press("check", **self._typed(step.facts, story))
        elif step.kind == "play":
            self.press("open", step.name)
            for code in step.answers:
                assert f'name="answer" value="{code}"' in self.text
                self.press("answer", code)
        elif step.kind == "promise":
            day = authority_day(clock.now()) + timedelta(days=step.days)
            parts = {"day": day.day, "month": day.month, "year": day.year}
            fields = {f"due_on_{part}": str(number) for part, number in parts.items()}
            self.press("promise", what=step.name, **fields)
        else:
            self.press(step.kind, step.name)

    def _typed(self, facts: tuple[str, ...], story: str) -> dict[str, Any]:
        """Type what the caller said: the pages so far say how often each fact was asked for."""
        fields: dict[str, Any] = {}
        book = books()[story]
        for fact in facts:
            times = self.text.count(f'data-ask="{fact}"')
            fields |= _field(fact, book.story.said(fact, times))
        return fields


def _field(fact: str, value: Fact) -> dict[str, str]:
    if isinstance(value, str):
        return {fact: value}
    days = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{fact}_{part}": str(number) for part, number in days.items()}
