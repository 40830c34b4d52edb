"""Each row of the eligibility table, walked through its questions as browsers send answers."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from guichet.eligibility.content import law
from guichet.eligibility.programme import plain
from guichet.eligibility.tests.rows import NOW, WALKS, Walk
from guichet.kernel import clock
from guichet.web.formats.dates import plain_day

MOST_QUESTIONS = 9
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FACT = re.compile(r"<dd[^>]*>(.*?)</dd>", re.DOTALL)


class Asked:
    """Somebody who answers the questions in a browser without script, one page after the other."""

    def __init__(self, walk: Walk, language: str) -> None:
        self.walk, self.steps = walk, list[str]()
        self.address = f"/{language}/eta/need/"
        while (form := self.form) and len(self.steps) < MOST_QUESTIONS:
            self.answer(form)

    @property
    def page(self) -> str:
        """The page that stands at the address."""
        response = Client().get(self.address, follow=True)
        assert response.status_code == 200, self.address
        return unescape(response.content.decode())

    @property
    def form(self) -> str:
        """The form that asks; empty on a page that answers."""
        form = re.search(r'<form [^>]*id="answer".*?</form>', self.page, re.DOTALL)
        return form[0] if form else ""

    def answer(self, form: str) -> None:
        """Choose what this person answers, of what the form offers, and go on."""
        hidden = HIDDEN.findall(form)
        (step,) = (value for name, value in hidden if name == "step")
        value = self.walk.answers[step]
        self.steps.append(step)
        if step == "nationalities":
            assert f'<option value="{value}">' in form
            name = step
        else:
            inputs = re.findall(r"<input [^>]*>", form)
            (control,) = (
                tag for tag in inputs if f'value="{value}"' in tag and '"hidden"' not in tag
            )
            (name,) = re.findall(r'name="([^"]+)"', control)
        self.address = f"{self.address.partition('?')[0]}?{urlencode([*hidden, (name, value)])}"


def words_of(page: str) -> str:
    """Return what a page says, without any mark-up."""
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("walk", WALKS, ids=[str(walk.row) for walk in WALKS])
def test_it_answers_who_is_asked_with_the_reason_the_source_and_the_date(
    monkeypatch: pytest.MonkeyPatch, walk: Walk, language: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    person = Asked(walk, language)
    assert person.steps == list(walk.answers), "it asks what it needs, and nothing more"
    page: Any = person.page
    assert re.findall("<h1[^>]*>(.*?)</h1>", page) == [plain(f"answer.{walk.answer}", language)]
    ticket = words_of(page.partition("ticket")[2].partition("</section>")[0])
    for sentence in ("why", "do"):
        assert " ".join(plain(f"row.{walk.key}.{sentence}", language).split()) in ticket
    facts = page.rpartition('<dl class="facts')[2].partition("</dl>")[0]
    source, row, since = map(words_of, FACT.findall(facts))
    assert source == (walk.source_fr if language == "fr" else walk.source)
    assert row == str(walk.row)
    assert plain_day(walk.since, language) in since
    main = page.partition("<main")[2].partition("</main>")[0]
    assert ("/eta/apply/" in main) == (walk.answer == "eta_required")


def test_it_walks_every_row_of_the_table() -> None:
    assert {walk.row for walk in WALKS} == {row.number for row in law().rows} == set(range(1, 22))


def test_it_can_fail_somebody_who_answers_otherwise_gets_another_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    walk = next(walk for walk in WALKS if walk.row == 18)
    other = replace(walk, answers={**walk.answers, "mode": "land"})
    assert Asked(other, "en").steps != list(walk.answers)
