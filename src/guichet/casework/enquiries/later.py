"""An answer that takes longer than was promised: the new day, told before the old one is over."""

from collections.abc import Mapping
from typing import Any

from guichet.applications.enquiries import actions
from guichet.applications.models import Enquiry
from guichet.casework import words
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import Day, Form

STEP = "later"  # what the button says that it is about


class LaterForm(Form):
    """The day that is promised now."""

    due_on = Day()

    def __init__(self, form_data: Mapping[str, Any], *, language: str) -> None:
        super().__init__(form_data or None)
        self.language = language
        self.fields["due_on"].label = words.says(language)("enquiry.later_day")


def form(form_data: Mapping[str, Any], language: str) -> LaterForm:
    """Return the field with what was typed in it, and find no fault with it."""
    later = LaterForm(form_data, language=language)
    return later.unchecked() if form_data else later


def promise(question: Enquiry, later: LaterForm, *, officer: int) -> str:
    """Promise the day that was typed; return what hinders it, "" where it was done.

    What is wrong with the day itself is noted beside its field: "day".
    """
    if not later.is_valid():
        return "day"
    try:
        actions.postpone(
            question.pk, later.cleaned_data["due_on"], officer=officer, now=clock.now()
        )
    except Obstacle as obstacle:
        if obstacle.code == "invalid":
            later.add_error("due_on", words.says(later.language)("enquiry.later_day_wrong"))
            return "day"
        return "overdue" if obstacle.code == "promise_overdue" else "answered_already"
    return ""
