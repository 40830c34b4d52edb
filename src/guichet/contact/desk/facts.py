"""What an agent types as the caller says it: a field for each fact that the table asks for."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms

from guichet.applications.form.questions import options_of
from guichet.applications.form.readers import Field
from guichet.contact.desk.forms import TOPIC
from guichet.contact.disclosure import table
from guichet.contact.rules import NAMED, REPRESENTATIVE
from guichet.web.forms.base import Choice, Day, Form, LongList, Text
from guichet.web.words import speaker

# In the order in which they are asked; what the table does not ask for has no field.
DAYS = ("birth_date", "issue_date", "expiry_date")
ORDER = ("number", "pin", "code", "full_name", "passport_number", "issuer", *DAYS, NAMED)
_ISSUER = Field("issuer", "issuer", "", "")


class FactsForm(Form):
    """What was said, fact by fact; none is needed, and what is empty was not said."""

    def __init__(
        self, *args: Any, language: str, speakers: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        facts = table().facts | ({NAMED} if REPRESENTATIVE in speakers else set())
        for name in ORDER:
            if name in facts:
                field = _field(name, language)
                field.label = say(f"fact.{name}")
                self.fields[name] = field

    def facts(self) -> dict[str, str | date]:
        """Return what was said, by the names of the facts."""
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: value for name, value in values.items() if value}


def _field(name: str, language: str) -> forms.Field:
    if name in DAYS:
        return Day(required=False)
    if name == "issuer":
        own, rare = options_of(_ISSUER, language)
        return Choice(required=False, choices=LongList([*own, *rare]))
    return Text(required=False, max_length=120)
