"""What an officer fills in for each deed. The labels are words of content/casework/."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guichet.applications.models import Application
from guichet.casework import words
from guichet.casework.deeds import reasons
from guichet.casework.deeds.rules import explains
from guichet.casework.deeds.to_person import FormToPerson
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import MISSING, NOT_OFFERED, Choice, Day, Text

ANSWERED_IN = timedelta(days=30)  # what a court or the police takes to send a paper
LATEST = timedelta(days=366)
OWN_WORDS = 1000
LONGEST = 4000  # of what explains a decision
_MESSAGES = {"required": MISSING, "invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED}


class Many(forms.MultipleChoiceField):
    """Any of a few answers; what is not offered is refused.

    `needed_at_times`: another answer of the form may make it needed, so no page calls it optional.
    """

    def __init__(
        self, *, codes: Sequence[str], required: bool = True, needed_at_times: bool = False
    ) -> None:
        super().__init__(
            required=required, error_messages=_MESSAGES, choices=[(code, code) for code in codes]
        )
        self.codes, self.needed_at_times = tuple(codes), needed_at_times

    def to_python(self, value: Any) -> list[str]:
        """Return the codes that were chosen, read like everything else that is sent."""
        return [typed_text.plain(code) for code in super().to_python(value)]


class DeedForm(FormToPerson):
    """The fields of a deed; without any, it is only confirmed."""

    # Where the words of a choice are found: in letters, or among the internal reasons.
    word_tables: dict[str, str] = {}

    def __init__(
        self,
        *args: Any,
        verb: str,
        language: str,
        today: date,
        application: Application | None = None,
        own_numbers: Collection[str] = (),
        officer: int = 0,
        letters: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.language = language
        self.own_numbers, self.officer = own_numbers, officer
        self.start_asking(application, letters)
        say = words.says(language)
        for name, field in self.fields.items():
            field.label = say(f"field.{name}")
            if isinstance(field, Many | Choice):
                table = self.word_tables.get(name, "reason")
                codes = [str(code) for code, _ in list(field.choices)]  # type: ignore[arg-type]
                field.choices = [(code, _in_words(table, code, language)) for code in codes]
        self.start(verb)

    def start(self, verb: str) -> None:
        """Fill in what an officer would most often write."""

    def clean_due_on(self) -> date:
        """Refuse a day on which nobody can answer."""
        day: date = self.cleaned_data["due_on"]
        if not self.today < day <= self.today + LATEST:
            raise ValidationError(words.says(self.language)("problem.due_on"), code="out_of_range")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask about what the person will read and was perhaps not meant for them."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.ask(values)
        return values

    def says_nothing(self, name: str) -> bool:
        """Tell whether what was typed has no letter in any script, as a full stop has none."""
        text = self.cleaned_data.get(name)
        return text is not None and not any(letter.isalpha() for letter in text)

    def explains_nothing(self, name: str) -> bool:
        """Tell whether what was typed is too short to explain a decision, as "No" is."""
        text = self.cleaned_data.get(name)
        return text is not None and not explains(text)

    def internal_reasons(self) -> list[str]:
        """Return what only officers read: codes, and a note in words."""
        note = self.cleaned_data.get("note")
        return [*self.cleaned_data.get("internal", []), *([note] if note else [])]


def _in_words(table: str, code: str, language: str) -> str:
    if table == "reason":
        return words.reason(code, language)
    if table == "wanted":
        return words.document(code, language)
    return str(words.of_code(table, code, language))


def _with_an_answer(form: DeedForm, values: dict[str, Any]) -> dict[str, Any]:
    if form.says_nothing("answer"):
        form.add_error("answer", ValidationError(MISSING, code="required"))
    return values


class Ask(DeedForm):
    """What is asked for, each with words of the officer's own, and by which day."""

    word_tables = {"documents": "wanted"}
    to_read = tuple(f"words_{code}" for code in reasons.DOCUMENTS)
    documents = Many(codes=reasons.DOCUMENTS)
    due_on = Day()

    def start(self, verb: str) -> None:
        """Offer a line of one's own beside each thing that can be asked for."""
        self.fields["due_on"].initial = self.today + ANSWERED_IN
        for code in reasons.DOCUMENTS:
            self.fields[f"words_{code}"] = Text(
                required=False,
                max_length=OWN_WORDS,
                reads=typed_text.free,
                label=words.says(self.language)(
                    "field.own_words", what=words.document(code, self.language)
                ),
            )

    def to_person(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the words beside what was chosen: nothing else is sent."""
        names = (f"words_{code}" for code in values.get("documents", ()))
        return {name: values.get(name) or "" for name in names}

    def pairs(self) -> list[tuple[str, str]]:
        """Return code and own words of everything that was chosen."""
        return [
            (code, self.cleaned_data.get(f"words_{code}", ""))
            for code in self.cleaned_data["documents"]
        ]

    def languages(self) -> dict[str, str]:
        """Return the language of the words beside a code, where it is not that of the letters."""
        languages = {code: self.language_of_words(f"words_{code}") for code, _ in self.pairs()}
        return {code: language for code, language in languages.items() if language}


class Approve(DeedForm):
    """Why, for other officers."""

    word_tables = {"internal": "internal"}
    internal = Many(codes=reasons.INTERNAL_FOR, required=False)
    note = Text(required=False, max_length=OWN_WORDS, reads=typed_text.free)


class Close(DeedForm):
    """Which papers the person travels with instead."""

    public = Choice(choices=[(code, code) for code in reasons.CLOSING])


class Decline(DeedForm):
    """Why the answers stay as they are."""

    public = Many(codes=reasons.DECLINING)


class GiveBack(DeedForm):
    """Why a second officer does not agree to a refusal; the officer who wrote it reads this."""

    answer = Text(max_length=OWN_WORDS, reads=typed_text.free)

    def clean(self) -> dict[str, Any]:
        """Ask for words."""
        return _with_an_answer(self, super().clean())


class Reconsider(DeedForm):
    """Whether the refusal stands, and if so why."""

    word_tables = {"outcome": "outcome"}
    to_read = ("words",)
    outcome = Choice(choices=[("reopened", ""), ("upheld", "")])
    public = Many(codes=reasons.UPHOLDING, required=False, needed_at_times=True)
    words = Text(required=False, max_length=LONGEST, reads=typed_text.free)

    def start(self, verb: str) -> None:
        """Say beside the reasons when they are needed."""
        self.fields["public"].help_text = words.says(self.language)("hint.public_reconsider")

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the refusal stands."""
        values = super().clean()
        if values.get("outcome") == "upheld" and not values.get("public"):
            self.add_error("public", ValidationError(MISSING, code="required"))
        outcome = values.get("outcome")
        if outcome == "upheld" and self.explains_nothing("words"):
            self._complain("no_words_again")
        elif outcome == "reopened" and not self.says_nothing("words"):
            self._complain("words_not_sent")
        return values

    def _complain(self, code: str) -> None:
        problem = words.says(self.language)(f"problem.{code}")
        self.add_error("words", ValidationError(problem, code=code))


class Refund(DeedForm):
    """How the money went back."""

    word_tables = {"way": "way"}
    way = Choice(choices=[("provider", ""), ("by_hand", "")])


class EnquiryAnswer(DeedForm):
    """The answer to an enquiry, in the officer's own words."""

    to_read = ("answer",)
    answer = Text(max_length=4000, reads=typed_text.free)

    def clean(self) -> dict[str, Any]:
        """Ask for words."""
        return _with_an_answer(self, super().clean())
