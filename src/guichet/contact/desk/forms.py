"""What an agent types: how a contact begins, what is written down of it, and its outcome."""

import re
import secrets
from typing import Any

from guichet.applications.enquiries.rules import LONGEST as QUESTION
from guichet.applications.form.answers import form, reading_of
from guichet.applications.form.questions import words
from guichet.applications.models import Application
from guichet.contact.desk import rules
from guichet.contact.searching.rules import LONGEST as SEARCH
from guichet.guidance.knowledge.terms import MOST_CHARACTERS
from guichet.interactions.rules import LONGEST
from guichet.kernel import clock
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Choice, Day, Form, Text
from guichet.web.languages import OFFERED
from guichet.web.words import speaker

TOPIC = "contact_staff"
IN_WORDS = frozenset({"text", "long_text", "name", "phone"})
_ONCE = re.compile(r"[A-Za-z0-9_-]{16,43}")


class OnceForm(Form):
    """A form whose page has a mark, so that it does its work once however often it is pressed."""

    once = Text(required=False)

    @property
    def mark(self) -> str:
        """Return the mark of the page, or a fresh one."""
        mark = str(self["once"].value() or "")
        return mark if _ONCE.fullmatch(mark) else secrets.token_urlsafe(24)


class BeginForm(OnceForm):
    """Over which channel somebody comes, in which language, and who speaks."""

    channel = Choice(choices=())
    tongue = Choice(choices=())  # `language` is what changes that of the page
    speaks = Choice(choices=())

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        channels = [(code, say(f"channel.{code}")) for code in rules.CHANNELS]
        for name, pairs in {"channel": channels, **_of_speaker(language)}.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
            self.fields[name].label = say(f"begin.{name}")


def _of_speaker(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return what is chosen of who speaks: the language, and who it is."""
    say = speaker(language, TOPIC)
    return {
        "tongue": [(code, entry.endonym) for code, entry in OFFERED.items()],
        "speaks": [(code, str(say(f"speaks.{code}"))) for code in rules.SPEAKERS],
    }


class NotesForm(OnceForm):
    """What staff should know, and what was told; both are kept with whatever is pressed."""

    knowledge = Text(required=False, max_length=MOST_CHARACTERS)
    told_before = Text(required=False, max_length=40)
    internal = Text(required=False, max_length=LONGEST, reads=typed_text.free)
    told = Text(required=False, max_length=LONGEST, reads=typed_text.free)
    outcome = Choice(required=False, choices=())
    promise = Choice(required=False, choices=())
    due_on = Day(required=False)
    tongue = Choice(required=False, choices=())
    speaks = Choice(required=False, choices=())

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        outcomes = [(code, say(f"outcome.{code}")) for code in rules.OUTCOMES]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        promises = [(code, say(f"promise.{code}")) for code in rules.PROMISES]
        self.fields["promise"].choices = promises  # type: ignore[attr-defined]
        for name, pairs in _of_speaker(language).items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
            self.fields[name].label = say(f"begin.{name}")
        for name in ("knowledge", "internal", "told", "outcome", "promise", "due_on"):
            self.fields[name].label = say(f"notes.{name}")
        for name in ("internal", "told"):
            self.fields[name].help_text = str(say(f"notes.{name}_hint"))


class CaseForm(Form):
    """What is asked or changed of a case that the contact has opened; each field for one press."""

    question = Text(required=False, max_length=QUESTION, reads=typed_text.free)
    matter = Text(required=False, max_length=QUESTION, reads=typed_text.free)
    seek = Text(required=False, max_length=SEARCH)
    email = Text(required=False, max_length=320)
    field = Choice(required=False, choices=())
    value = Text(required=False, max_length=500, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        for name, field in self.fields.items():
            field.label = say(f"case.{name}")
        self.fields["seek"].help_text = str(say("case.seek_hint"))
        self.fields["question"].help_text = str(say("case.question_hint"))
        self.fields["matter"].help_text = str(say("case.matter_hint"))
        self.fields["value"].help_text = str(say("case.value_hint"))
        self.fields["field"].choices = correctable(language)  # type: ignore[attr-defined]

    def offer(self, application: Application | None) -> None:
        """Offer to put right what this application was asked, and nothing else."""
        if application:
            keys = reading_of(application.answers, now=clock.now()).keys
            choices = self.fields["field"].choices  # type: ignore[attr-defined]
            self.fields["field"].choices = [  # type: ignore[attr-defined]
                pair for pair in choices if pair[0] in keys
            ]


def correctable(language: str) -> list[tuple[str, str]]:
    """Return the fields that are put right in words on the line, with what they are called."""
    return [
        (field.key, words().help(field.key, language).label.text)
        for section in form().sections
        for field in section.fields
        if field.type in IN_WORDS
    ]
