"""Why a scenario is to be published, and what is to be changed in one that is given back."""

from typing import Any

from guichet.guidance.writers.page import TOPIC
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Form, Text
from guichet.web.words import speaker


class ReasonForm(Form):
    """What a draft changes and why, in words that are kept with the version."""

    reason = Text(max_length=300, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = speaker(language, TOPIC)("form.reason")


class AnswerForm(Form):
    """What is to be changed before a proposal is published."""

    answer = Text(max_length=300, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = speaker(language, TOPIC)("form.answer")
