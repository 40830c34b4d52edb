"""The words of the form in a language: labels, help, where it stands, the usual mistake, errors.

Read once from content/fields/; English where a translation is missing, as `kernel.content.texts`
does it.
"""

from dataclasses import dataclass
from pathlib import Path

from guichet.applications.form.fields import Form
from guichet.applications.form.readers import Field
from guichet.kernel.content.texts import Text, Texts

FOR_A_FIELD = ("label", "help", "mistake")
OWN_OPTIONS = ("choice",)  # the other lists are named by the countries and the time zones


@dataclass(frozen=True, slots=True)
class Help:
    """All that helps with one field. `where` and `picture` are None off the passport."""

    label: Text
    help: Text
    mistake: Text
    example: str
    where: Text | None
    picture: Text | None
    zone: str


class Words:
    """The words of the form in every language."""

    def __init__(self, content: Path, form: Form) -> None:
        self.form = form
        self.texts = Texts(content / "fields")

    def help(self, key: str, language: str) -> Help:
        """Return what helps with a field; its example is an answer, the same in all languages."""
        field = self.form.fields[key]
        label, help_, mistake = (
            self.texts.get(f"field.{key}.{part}", language) for part in FOR_A_FIELD
        )
        return Help(
            label=label,
            help=help_,
            mistake=mistake,
            example=field.example,
            where=self.texts.get(f"where.{field.zone}", language) if field.zone else None,
            picture=self.texts.get(f"picture.{field.zone}", language) if field.zone else None,
            zone=field.zone,
        )

    def section(self, key: str, language: str) -> Text:
        """Return the title of a section."""
        return self.texts.get(f"section.{key}", language)

    def options(self, key: str, language: str) -> tuple[tuple[str, Text], ...]:
        """Return value and words of each option of a field that has its own list."""
        field = self.form.fields[key]
        if field.type not in OWN_OPTIONS:
            return ()
        return tuple(
            (value, self.texts.get(f"option.{key}.{value}", language)) for value in field.options
        )

    def error(self, code: str, language: str, *, key: str = "") -> str:
        """Return the sentence for the code of an error, for a field with its longest length."""
        field = self.form.fields.get(key)
        if field and field.accents and f"error.{code}_listed" in self.texts:
            code = f"{code}_listed"
        values = {"most": field.most, "letters": " ".join(field.accents)} if field else {"most": ""}
        return self.texts.get(f"error.{code}", language).text % values

    def needed(self) -> frozenset[str]:
        """Return every key that the structure asks for."""
        keys = {f"section.{section.key}" for section in self.form.sections}
        for field in self.form.fields.values():
            keys |= {f"field.{field.key}.{part}" for part in FOR_A_FIELD} | _of_options(field)
            keys |= {f"where.{field.zone}", f"picture.{field.zone}"} if field.zone else set()
        return frozenset(keys)


def _of_options(field: Field) -> set[str]:
    if field.type not in OWN_OPTIONS:
        return set()
    return {f"option.{field.key}.{value}" for value in field.options}
