"""A field of the administration for words in several languages: one box for each that is offered.

The agency's first is asked for and stands in for the others, which are folded away until they are
wanted; what stands in one of them is open when the page comes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from guichet.kernel.content.placeholders import sentence_with
from guichet.offices.words import texts
from guichet.web.formats.countries import language_name
from guichet.web.languages import FIRST, OFFERED, of_django

LONGEST = 400
TOPIC = "offices_staff"


class Boxes(forms.MultiWidget):
    """One line to type in for each language of the site."""

    def __init__(self) -> None:
        super().__init__(
            {
                code: forms.TextInput(
                    {"lang": code, "dir": OFFERED[code].direction, "size": 80, "maxlength": LONGEST}
                )
                for code in OFFERED
            }
        )

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """Return what stands in each box."""
        return [str((value or {}).get(code, "")) for code in OFFERED]

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the first language, and the others below a line that opens them."""
        texts = value if isinstance(value, list) else self.decompress(value)
        whole = str((attrs or {}).get("id", f"id_{name}"))
        lines = [
            format_html(
                '<div><label for="{0}_{1}" lang="{1}">{2}</label>{3}</div>',
                whole,
                code,
                OFFERED[code].endonym,
                box.render(f"{name}_{code}", text, {"id": f"{whole}_{code}"}, renderer),
            )
            for code, box, text in zip(OFFERED, self.widgets, texts, strict=True)
        ]
        return format_html(
            "<div>{}<details{}{}><summary>{}</summary>{}</details></div>",
            lines[0],
            SafeString(" open" if any(texts[1:]) else ""),
            SafeString("" if lines[1:] else " hidden"),
            plain_sentence("words.others"),
            format_html_join("", "{}", [(line,) for line in lines[1:]]),
        )


class ByLanguage(forms.MultiValueField):
    """Words by language, as the models keep them: `{"fr": "Une conduite a éclaté."}`."""

    widget = Boxes

    def __init__(self, **options: Any) -> None:
        fields = [forms.CharField(max_length=LONGEST, required=False) for _code in OFFERED]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        """Return what was typed; the first language may be missing only where all of it is."""
        words = {code: text for code, text in zip(OFFERED, data_list, strict=False) if text}
        if words and FIRST not in words:
            raise ValidationError(
                plain_sentence(
                    "words.first", language=language_name(FIRST, of_django(get_language()))
                )
            )
        return words


class WordsInBoxes:
    """Show the words of a model in boxes, one a language; for a page of the administration."""

    words: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: Any, **options: Any
    ) -> Any:
        """Return boxes for what `words` names, and for all else what Django has."""
        field_help = _help_of(db_field)
        if db_field.name not in self.words:
            options |= {"help_text": field_help} if field_help else {}
            return super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        required = not db_field.blank
        label = capfirst(str(db_field.verbose_name))
        return ByLanguage(required=required, label=label, help_text=field_help)


def _help_of(field: "models.Field[Any, Any]") -> str:
    key = f"help.{field.name}"
    return plain_sentence(key) if field.help_text and key in texts(TOPIC) else ""


def plain_sentence(key: str, **values: str) -> str:
    """Return a sentence of the administration, in the language of the page that is being made."""
    text = texts(TOPIC).get(key, of_django(get_language())).text
    return sentence_with(text, values) if values else text


later = lazy(plain_sentence, str)  # the same, said only when it is shown
