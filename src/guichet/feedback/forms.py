"""What somebody reports about a page: boxes, and a few words."""

from typing import Any

from django.core.exceptions import ValidationError

from guichet.feedback.models import Report
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Form, Several, Text
from guichet.web.words import speaker

TOPIC = "feedback"
LONGEST = 300


class ReportForm(Form):
    """Reasons, as many as apply, and a text of 300 characters; one of the two at least."""

    reason = Several(required=False)
    text = Text(required=False, max_length=LONGEST, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        reasons = [(code, self.say(f"reason.{code}")) for code in Report.Reason.values]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        self.fields["reason"].label = self.say("form.reason")
        self.fields["text"].label = self.say("form.text")
        self.fields["text"].help_text = self.say("form.text_hint")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        if not (self.errors or self.cleaned_data["reason"] or self.cleaned_data["text"]):
            self.add_error("reason", ValidationError(str(self.say("problem.nothing"))))
        return self.cleaned_data
