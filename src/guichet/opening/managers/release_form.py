"""What a manager types of the release, and what a page shows of the next ones."""

from datetime import datetime
from typing import Any

from django import forms

from guichet.offices.models import Office
from guichet.opening import releases
from guichet.opening.hours import release_rules
from guichet.opening.hours.release_rules import ReleaseRules
from guichet.opening.managers.fields import (
    Clock,
    Count,
    put_into_words,
    put_refusals_into_words,
    typed_clock,
)
from guichet.opening.managers.page import TOPIC, Fields, release_entry
from guichet.web.forms.base import Choice, Form
from guichet.web.words import speaker

DRAWN, SHARP = "drawn", "sharp"
ALL = 100  # percent


class ReleaseForm(Form):
    """How far ahead, at which hour, in how long a window, at which minute, and whose share."""

    horizon = Count(least=1, most=release_rules.FURTHEST)
    at = Clock(max_length=12)
    window = Count(least=1, most=release_rules.LONGEST)
    minute = Choice()
    held_back = Count(most=ALL)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        put_into_words(self, "release_form")
        minute = self.fields["minute"]
        assert isinstance(minute, forms.ChoiceField)
        minute.choices = [(code, str(self.say(f"minute.{code}"))) for code in (DRAWN, SHARP)]

    def clean(self) -> dict[str, Any]:
        """Put what the fields refuse into words."""
        put_refusals_into_words(self)
        return self.cleaned_data

    def rules(self) -> ReleaseRules:
        """Return the rules that were typed."""
        answers = self.cleaned_data
        return ReleaseRules(
            horizon=answers["horizon"],
            at=answers["at"],
            window=answers["window"],
            is_random=answers["minute"] == DRAWN,
            held_back=answers["held_back"],
        )


def filled(rules: ReleaseRules, language: str) -> ReleaseForm:
    """Return the form with rules in it."""
    initial = {
        "horizon": rules.horizon,
        "at": typed_clock(rules.at, language),
        "window": rules.window,
        "minute": DRAWN if rules.is_random else SHARP,
        "held_back": rules.held_back,
    }
    return ReleaseForm(initial=initial, language=language)


def next_of(office: Office, rules: ReleaseRules, language: str, *, now: datetime) -> list[Fields]:
    """Return the next releases as they would be by other rules."""
    rows = releases.next_releases(rules.on(office), now=now, is_trial=True)
    return [release_entry(row, language) for row in rows]
