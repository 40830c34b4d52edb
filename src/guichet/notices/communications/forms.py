"""What is typed of a notice: kind, scope and times, and a title and a text in each language."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.forms import BoundField

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.kernel.reading.days import authority_zone
from guichet.notices import rules
from guichet.notices.drafts import reading
from guichet.notices.sentences import TOPIC, said
from guichet.notices.values import Version, Words
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.languages import ALL, Language
from guichet.web.words import speaker

KINDS = (
    "outage maintenance closure delay telephone payment fraud weather security documents change"
    " other"
).split()
FIRST = ("en", "fr")  # stand open on the page; the other languages below them
_PLAIN = ("kind", "severity", "scope", "from", "until")


class NoticeForm(Form):
    """The words of a notice; what a file of the command line holds, field by field."""

    now: datetime
    notice_words: Words
    kind = Choice()
    severity = Choice()
    scope = Text(max_length=400)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        say = speaker(language, TOPIC)
        self.fields["from"] = Text(required=False, max_length=25)
        self.fields["until"] = Text(required=False, max_length=25)
        choices = [(code, say(f"kind.{code}")) for code in KINDS]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        severities = [(code, say(f"severity.{code}")) for code in rules.SEVERITIES]
        self.fields["severity"].choices = severities  # type: ignore[attr-defined]
        for name in _PLAIN:
            self.fields[name].label = say(f"form.{name}")
            self.fields[name].help_text = say(f"form.{name}_hint")
        for code, entry in ALL.items():
            for part in ("title", "text"):
                field = Text(required=False, max_length=rules.MOST, reads=typed_text.free)
                field.label = say(f"form.{part}_in", language=entry.endonym)
                self.fields[f"{part}_{code}"] = field

    def clean(self) -> dict[str, Any]:
        """Judge all of it as a notice; what stands in the way stands beside its field."""
        if not self.errors:
            try:
                self.notice_words = reading.words_of(self._content(), now=self.now)
            except Obstacle as obstacle:
                self.add_error(self._field(obstacle), said(obstacle, self.language))
        return self.cleaned_data

    def read(self, *, now: datetime) -> bool:
        """Tell whether it can be a notice as of now; `notice_words` has it then."""
        self.now = now
        return self.is_valid()

    def tongues(self) -> Iterator[tuple[Language, BoundField, BoundField]]:
        """Yield each language with its two fields, English and French first."""
        for code in (*FIRST, *(code for code in ALL if code not in FIRST)):
            yield ALL[code], self[f"title_{code}"], self[f"text_{code}"]

    def _content(self) -> dict[str, Any]:
        values = self.cleaned_data
        scope = [part for part in values["scope"].replace(",", " ").split() if part]
        content: dict[str, Any] = {"kind": values["kind"], "severity": values["severity"]}
        content["scope"] = scope or ["site"]
        content |= {name: values[name] for name in ("from", "until") if values[name]}
        for part in ("title", "text"):
            texts = {code: values[f"{part}_{code}"] for code in ALL}
            content[part] = {code: text for code, text in texts.items() if text}
        return content

    def _field(self, obstacle: Obstacle) -> str | None:
        field, name = str(obstacle.facts.get("field", "")), str(obstacle.facts.get("name", ""))
        if field in {"title", "text"}:
            return f"{field}_{name if name in ALL else FIRST[0]}"
        return field if field in self.fields else None


def filled(version: Version) -> dict[str, str]:
    """Return what the form begins with where another wording of a notice is written."""
    words = version.words
    return {
        "kind": words.kind if words.kind in KINDS else "other",
        "severity": words.severity,
        "scope": ", ".join(words.scope),
        "from": _local(words.starts_at),
        "until": _local(words.ends_at),
        **texts_of(words.title, words.text),
    }


def texts_of(title: Mapping[str, str], text: Mapping[str, str]) -> dict[str, str]:
    """Return titles and texts by the names of their fields."""
    return {
        **{f"title_{code}": words for code, words in title.items()},
        **{f"text_{code}": words for code, words in text.items()},
    }


def _local(at: datetime) -> str:
    return f"{at.astimezone(authority_zone()):%Y-%m-%dT%H:%M}"


class StartForm(Form):
    """With which ready-made notice one begins, and what its blanks say."""

    like = Choice(required=False)
    time = Text(required=False, max_length=60, reads=typed_text.free)
    office = Text(required=False, max_length=60, reads=typed_text.free)
    service = Text(required=False, max_length=60, reads=typed_text.free)

    def __init__(
        self, *args: Any, language: str, ready: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        self.fields["like"].choices = ready  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.label = say(f"start.{name}")
