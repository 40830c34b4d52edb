"""What a policy writer types: a name, a kind, and by language a title, a text, what changed."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField

from guichet.guidance.models import PolicyDraft, PolicyVersion
from guichet.guidance.policies.wording import Wording
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import MISSING, Choice, Day, Form, Text
from guichet.web.languages import OFFERED
from guichet.web.words import speaker

TOPIC = "policies_staff"
PARTS = {"title": 120, "text": 20_000, "changed": 300}  # and how long each may be
NAME = re.compile(r"[a-z][a-z0-9-]{3,39}")
# What is filled in the files of the agency's folder, and stands as it was typed in what is written
# here: `%(disclosure)s`, and in other houses' manner `{day}`.
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{+\s*\w+\s*\}+")
# Staff write in the languages of staff; an agency that offers neither writes in its first one.
WRITTEN = [code for code in OFFERED if code in {"en", "fr"}] or [settings.AGENCY.first_language]
ALL_PROGRAMMES = "all"


class PolicyForm(Form):
    """A draft. One language at least is whole, and so is each that was begun."""

    kind = Choice()
    programme = Choice()
    since = Day(required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = say = speaker(language, TOPIC)
        kinds = [(kind, say(f"kind.{kind}")) for kind in PolicyVersion.Kind.values]
        programmes = [ALL_PROGRAMMES, *settings.AGENCY.programmes]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["programme"].choices = [(p, say(f"programme.{p}")) for p in programmes]  # type: ignore[attr-defined]
        for name in ("kind", "programme", "since"):
            self.fields[name].label = say(f"form.{name}")
        self.fields["since"].help_text = say("form.since_hint")
        for code in WRITTEN:
            for part, most in PARTS.items():
                field = Text(required=False, max_length=most, reads=typed_text.free)
                field.label = say(f"form.{part}", language=OFFERED[code].endonym)
                self.fields[f"{part}_{code}"] = field
            self.fields[f"text_{code}"].help_text = say("form.text_hint")

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a language that was begun; refuse what nobody fills in."""
        languages = [code for code in WRITTEN if any(self._typed(part, code) for part in PARTS)]
        for code in languages or WRITTEN[:1]:
            for part in PARTS:
                name = f"{part}_{code}"
                if not self._typed(part, code) and name not in self.errors:
                    self.add_error(name, ValidationError(MISSING, code="required"))
                elif hole := PLACEHOLDER.search(self._typed(part, code)):
                    self.add_error(name, str(self.say("form.placeholder", what=hole[0])))
        return self.cleaned_data

    def written(self) -> Iterator[BoundField]:
        """Yield the fields of the words, language by language, as the page lays them out."""
        for code in WRITTEN:
            yield from (self[f"{part}_{code}"] for part in PARTS)

    def wording(self) -> Wording:
        """Return what was typed; the form must be valid."""

        def each(part: str) -> dict[str, str]:
            return {code: text for code in WRITTEN if (text := self._typed(part, code))}

        programme = self.cleaned_data["programme"]
        return Wording(
            kind=self.cleaned_data["kind"],
            programme="" if programme == ALL_PROGRAMMES else programme,
            titles=each("title"),
            texts=each("text"),
            changed=each("changed"),
        )

    def _typed(self, part: str, code: str) -> str:
        return str(self.cleaned_data.get(f"{part}_{code}") or "")


class NewPolicyForm(PolicyForm):
    """A policy that there is not yet: it gets a name, which stands in its address."""

    name = Text(max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = self.say("form.name")
        self.fields["name"].help_text = self.say("form.name_hint")

    def clean_name(self) -> str:
        """Return the name; refuse what no address takes."""
        name = str(self.cleaned_data["name"])
        if not NAME.fullmatch(name):
            raise ValidationError(str(self.say("form.name_hint")))
        return name


class AnswerForm(Form):
    """What is to be changed before a policy is approved."""

    answer = Text(max_length=300, reads=typed_text.free)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = speaker(language, TOPIC)("form.answer")


def typed(row: PolicyVersion | PolicyDraft) -> dict[str, Any]:
    """Return what a version or a draft says, as the values that a form begins with."""
    initial: dict[str, Any] = {
        "kind": row.kind,
        "programme": row.programme or ALL_PROGRAMMES,
        "since": row.since if isinstance(row, PolicyDraft) else None,
    }
    for code in WRITTEN:
        initial[f"title_{code}"] = row.titles.get(code, "")
        initial[f"text_{code}"] = row.texts.get(code, "")
        if isinstance(row, PolicyDraft):
            initial[f"changed_{code}"] = row.changed.get(code, "")
    return initial
