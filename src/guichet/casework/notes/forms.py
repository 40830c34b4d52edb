"""The one field of a note, and the mark of the page that it is written on."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from guichet.casework import words
from guichet.casework.notes import queries, rules
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Form, Text

LONGEST = 4000
_ONCE = re.compile(r"[A-Za-z0-9_-]{16,43}")


class NoteForm(Form):
    """A note for colleagues; `colleagues` are those that can be named, with their keys."""

    words = Text(max_length=LONGEST, reads=typed_text.free)
    once = Text(required=False)

    def __init__(
        self, *args: Any, language: str, colleagues: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.colleagues = language, colleagues
        say = words.says(language)
        self.fields["words"].label = say("note.words")
        self.fields["words"].help_text = str(say("note.hint"))

    @property
    def mark(self) -> str:
        """Return what makes of a form that is sent twice one note."""
        mark = str(self["once"].value() or "")
        return mark if _ONCE.fullmatch(mark) else secrets.token_urlsafe(24)

    def clean_words(self) -> str:
        """Refuse a name that is no colleague's: nobody would get the task."""
        text: str = self.cleaned_data["words"]
        strangers = queries.unknown(text, self.colleagues)
        if strangers:
            names = ", ".join(f"@{name}" for name in strangers)
            problem = words.says(self.language)("note.nobody", names=names)
            raise ValidationError(problem, code="unknown_name")
        return text

    def named(self) -> list[int]:
        """Return the keys of the colleagues that are named."""
        mentions = rules.mentions(self.cleaned_data["words"])
        names = [rules.account(mention, self.colleagues) for mention in mentions]
        return list(dict.fromkeys(self.colleagues[name] for name in names if name))
