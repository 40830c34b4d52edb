"""The forms of reference data: a file, and the press that does what was shown."""

from typing import Any, cast

from django import forms

from guichet.kernel.reading import typed_text
from guichet.offices.models import Closure
from guichet.reference.pages.page import TOPIC
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.words import speaker


class UploadForm(Form):
    """Beside a file: what becomes of rows that it does not name, where that is asked."""

    others = Choice(widget=forms.RadioSelect, initial="keep")

    def __init__(self, *args: Any, language: str, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        self.fields["others"].label = say("upload.others")
        choices = [(name, say(f"others.{name}")) for name in ("keep", "remove")]
        cast("Choice", self.fields["others"]).choices = choices
        if not asks:
            del self.fields["others"]


class ConfirmForm(Form):
    """Why something is changed, and what becomes of people whose times go, where there are any."""

    reason = Text(required=False, max_length=200, reads=typed_text.free)
    plan = Choice(widget=forms.RadioSelect)

    def __init__(self, *args: Any, language: str, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        self.fields["reason"].label = say("preview.reason")
        self.fields["reason"].help_text = say("preview.reason_help")
        self.fields["plan"].label = say("preview.plan")
        choices = [(plan, say(f"plan.{plan}")) for plan in Closure.PLANS]
        cast("Choice", self.fields["plan"]).choices = choices
        if not asks:
            del self.fields["plan"]
