"""What a supervisor fills in about a contact, and what its agent says to it."""

from typing import Any

from guichet.contact.quality import rules
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.words import speaker

TOPIC = "quality_staff"
LONGEST = 1000
_NOTE = "_note"


class ReviewForm(Form):
    """Each question with its answer, and a note where there is something to say."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        for question in rules.QUESTIONS:
            choice = Choice(choices=[(code, say(f"verdict.{code}")) for code in rules.VERDICTS])
            choice.label = say(f"question.{question}")
            note = Text(required=False, max_length=LONGEST, reads=typed_text.free)
            note.label = say("review.note")
            self.fields[question], self.fields[f"{question}{_NOTE}"] = choice, note

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return the verdict and the note of each question."""
        facts = self.cleaned_data
        return {
            question: (facts[question], facts[f"{question}{_NOTE}"]) for question in rules.QUESTIONS
        }


class ReplyForm(Form):
    """What an agent says to what was found."""

    reply = Text(max_length=LONGEST, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].label = speaker(language, TOPIC)("own.reply")
