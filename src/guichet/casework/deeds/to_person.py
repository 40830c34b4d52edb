"""What is asked about an officer's words before a person reads them: whose numbers, which language.

A tick answers for what was shown and for nothing else: it carries a mark of each number, and the
language by its code. Words that are changed after it and hold something new are asked about again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from guichet.applications import numbers
from guichet.applications.form.answers import letter_language
from guichet.applications.models import Application
from guichet.casework import words
from guichet.casework.deeds.language_of_words import language_of
from guichet.casework.deeds.other_cases import OtherMentions, of_others
from guichet.web.formats.countries import language_name
from guichet.web.forms.base import Form, Text

NAMED = 5  # numbers that a sentence names
LONGEST_TICK = 10_000
OTHER, LANGUAGE = "other_case", "other_language"  # codes of what is asked
MEANT, MEANT_LANGUAGE = "meant", "meant_language"  # the ticks that answer
_SALT = "guichet.casework.meant"


class FormToPerson(Form):
    """Fields of which a person reads some, in the officer's words."""

    # What a person will read: what it names of others is asked about.
    to_read: Sequence[str] = ()
    # The ticks with which an officer says that what was asked about is meant.
    ticks: Sequence[str] = (MEANT, MEANT_LANGUAGE)
    # Which of these are no sentences, as an address: they have no language.
    without_language: Sequence[str] = ()

    language: str
    application: Application | None
    own_numbers: Collection[str]
    letters: str

    def start_asking(self, application: Application | None, letters: str) -> None:
        """Make room for the ticks; `letters`: in which language the person reads, if known."""
        if application:
            letters = letter_language(application.answers, language=application.language)
        self.application, self.letters = application, letters
        self.shown: dict[str, set[str]] = {name: set() for name in self.ticks}
        if self.to_read:
            for name in self.ticks:
                self.fields[name] = Text(required=False, max_length=LONGEST_TICK)

    def ask(self, values: Mapping[str, Any]) -> None:
        """Ask about what stands in the words to the person and was not said to be meant."""
        for name, text in self.to_person(values).items() if self.to_read else ():
            self._ask_about_numbers(name, text, set(values.get(MEANT, "").split()))
            if name not in self.without_language:
                self._ask_about_language(name, text, values.get(MEANT_LANGUAGE, "").split())

    def to_person(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return what the person will read in the officer's words, by field."""
        return {name: values.get(name) or "" for name in self.to_read}

    def language_of_words(self, *names: str) -> str:
        """Return the language that an officer said these are in; none where it is the letter's."""
        texts = [text for name in names if (text := self.cleaned_data.get(name))]
        languages = {language_of(text, letters=self.letters) for text in texts}
        return languages.pop() if len(languages) == 1 else ""

    @property
    def open_ticks(self) -> list[str]:
        """Return the ticks of what is asked now, or was said to be meant."""
        return [name for name in self.ticks if self.tick_of(name)]

    def tick_of(self, name: str) -> str:
        """Return what a tick answers for: what is asked now, and what was answered before."""
        if name not in self.fields:
            return ""
        if not self.shown[name]:
            return str(self[name].value() or "")
        return " ".join(sorted({*self.shown[name], *self.cleaned_data.get(name, "").split()}))

    def is_ticked(self, name: str) -> bool:
        """Tell whether a tick stands: it does not once something new is asked."""
        return not self.shown[name]

    def _ask_about_numbers(self, name: str, text: str, marks: Collection[str]) -> None:
        mentions = of_others(text, self.application, besides=self.own_numbers)
        cases = self._unanswered(mentions.cases, marks)
        passports = self._unanswered(mentions.passports, marks)
        if not (cases or passports):
            return
        self.shown[MEANT] |= {self.mark(number) for number in (*cases, *passports)}
        problem = words.says(self.language)(
            f"problem.other_{OtherMentions(cases, passports).code}",
            numbers=", ".join(map(numbers.for_people, cases)),
            passports=", ".join(passports),
        )
        self.add_error(name, ValidationError(problem, code=OTHER))

    def _unanswered(self, mentions: Iterable[str], marks: Collection[str]) -> tuple[str, ...]:
        """Return what is to be shown: as many as a sentence names, the others after these."""
        return tuple(number for number in mentions if self.mark(number) not in marks)[:NAMED]

    def mark(self, text: str) -> str:
        """Return what stands for a number in a page, which the number itself may not."""
        case = self.application.pk if self.application else 0
        return salted_hmac(_SALT, f"{case} {text}", algorithm="sha256").hexdigest()[:16]

    def _ask_about_language(self, name: str, text: str, languages: Collection[str]) -> None:
        language = language_of(text, letters=self.letters)
        if not language or language in languages or name in self.errors:
            return
        self.shown[MEANT_LANGUAGE].add(language)
        problem = words.says(self.language)(
            "problem.other_language",
            words=language_name(language, self.language),
            letters=language_name(self.letters, self.language),
        )
        self.add_error(name, ValidationError(problem, code=LANGUAGE))
