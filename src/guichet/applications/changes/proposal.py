"""What somebody wants to put right: chosen, typed and not confirmed yet.

It travels from page to page in the form itself, so that neither a draft nor an address has to hold
it: `why` and `field` say what was chosen, the rest are the fields of the form.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest, QueryDict

from guichet.applications.changes import queries
from guichet.applications.changes.pages import own_words
from guichet.applications.changes.rules import IN_WORDS, WHYS, ChangeOutcome, Why
from guichet.applications.form import typed
from guichet.applications.form.answers import form, reading_of
from guichet.applications.form.fields import Reading, Section
from guichet.applications.form.questions import steps_before_review
from guichet.applications.form.readers import SLIP
from guichet.applications.models import Application

WORDS = "own_words"  # chosen like a field: what no question of the form asks
CONTROLS = {"do", "as_of", "once"}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Chosen fields, what was typed into them, and what becomes of that."""

    application: Application
    why: Why | None
    keys: tuple[str, ...]  # fields, and those that follow from their answers
    before: Reading
    reading: Reading  # of all answers, what was typed included
    words: str = ""
    words_fault: str = ""

    @property
    def wants_words(self) -> bool:
        """Tell whether somebody writes to an officer in words of their own."""
        return WORDS in self.keys

    @property
    def sections(self) -> list[Section]:
        """Return the chosen fields that are shown, by section."""
        return _only(self.reading.sections, self.keys)

    @cached_property
    def errors(self) -> dict[str, str]:
        """Return what is wrong with the chosen fields."""
        return {key: code for key, code in self.reading.errors.items() if key in self.keys}

    @property
    def slips(self) -> list[str]:
        """Return the fields whose address was probably mistyped."""
        hints = self.reading.hints
        return [key for key in self.keys if hints.get(key) == SLIP and key in self.changes]

    @cached_property
    def changes(self) -> dict[str, object]:
        """Return what would be different, as it is kept."""
        before = self.application.answers
        keys = [key for key in self.keys if key in self.reading.keys]
        after = {key: self.reading.answers.get(key, _none(key)) for key in keys}
        return {key: value for key, value in after.items() if value != before.get(key, _none(key))}

    @cached_property
    def outcomes(self) -> dict[str, ChangeOutcome]:
        """Return what becomes of each change."""
        if self.why is None:
            return {}
        return queries.outcomes_of(self.application, self.why, self.changes)

    @property
    def rest(self) -> dict[str, object]:
        """Return the changes that take no new application."""
        return {
            key: value
            for key, value in self.changes.items()
            if self.outcomes[key].kind != "new_application"
        }

    @property
    def keys_in_words(self) -> list[str]:
        """Return the fields that reach an officer in words."""
        return [key for key, outcome in self.outcomes.items() if outcome.kind in IN_WORDS]

    @property
    def as_of(self) -> str:
        """Return what the consequences rest on: they are shown again once it has moved on."""
        return f"{self.application.version}-{self.application.state}"


def read(request: HttpRequest, application: Application, *, now: datetime) -> Proposal:
    """Return what a request proposes; a GET chooses, a POST types."""
    query = request.POST if request.method == "POST" else request.GET
    keys = tuple(dict.fromkeys([*query.getlist("field"), *typed.keys_asked(query)]))
    every = [form().fields[key] for key in keys if key in form().fields]
    fresh = typed.read(request.POST, every) if typed.keys_asked(request.POST) else {}
    fresh = typed.keepable(fresh)
    before = reading_of(application.answers, now=now)
    reading = reading_of({**application.answers, **fresh}, now=now) if fresh else before
    sections = steps_before_review((*before.sections, *reading.sections))
    possible = {field.key for section in sections for field in section.fields}
    if queries.may_write_to_officer(application):
        possible |= {WORDS}
    words, fault = own_words(request, WORDS)
    return Proposal(
        application=application,
        why=_why(query),
        keys=tuple(key for key in keys if key in possible),
        before=before,
        reading=reading,
        words=words,
        words_fault="" if fault == "required" else fault,
    )


def follow_ups(proposal: Proposal, *, now: datetime) -> tuple[str, ...]:
    """Return the questions that what was typed makes necessary and nobody has asked yet.

    What takes a new application is asked there.
    """
    answers = {**proposal.before.raw, **proposal.rest}
    after = reading_of(answers, now=now, earlier=proposal.reading)
    return tuple(
        field.key
        for section in after.sections
        for field in section.fields
        if field.key not in proposal.before.keys and field.key not in proposal.keys
    )


def with_more(proposal: Proposal, keys: Collection[str]) -> Proposal:
    """Return a proposal that asks a few more questions."""
    return replace(proposal, keys=(*proposal.keys, *keys))


def _why(query: QueryDict) -> Why | None:
    return next((why for why in WHYS if why == query.get("why")), None)


def _none(key: str) -> object:
    return [] if form().fields[key].repeated else ""


def _only(sections: Collection[Section], keys: Collection[str]) -> list[Section]:
    parts = [
        Section(section.key, tuple(field for field in section.fields if field.key in keys))
        for section in sections
    ]
    return [section for section in parts if section.fields]
