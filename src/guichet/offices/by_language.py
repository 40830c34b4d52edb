"""A field of the administration for words in several languages: one box a language, English first.

The others are folded away until they are wanted; what stands in one is open when the page comes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guichet.web.languages import ALL, DEFAULT

LONGEST = 400
ENGLISH_TOO = "Please write it in English as well: it stands in for every language left empty."


class Boxes(forms.MultiWidget):
    """One line to type in for each language of the site."""

    def __init__(self) -> None:
        super().__init__(
            {
                code: forms.TextInput(
                    {"lang": code, "dir": ALL[code].direction, "size": 80, "maxlength": LONGEST}
                )
                for code in codes()
            }
        )

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """Return what stands in each box."""
        return [str((value or {}).get(code, "")) for code in codes()]

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return English, and the other languages below a line that opens them."""
        texts = value if isinstance(value, list) else self.decompress(value)
        whole = str((attrs or {}).get("id", f"id_{name}"))
        lines = [
            format_html(
                '<label for="{0}_{1}" lang="{1}" style="display:block">{2}</label>{3}',
                whole,
                code,
                ALL[code].endonym,
                box.render(f"{name}_{code}", text, {"id": f"{whole}_{code}"}, renderer),
            )
            for code, box, text in zip(codes(), self.widgets, texts, strict=True)
        ]
        return format_html(
            "<div>{}<details{}><summary>In other languages</summary>{}</details></div>",
            lines[0],
            SafeString(" open" if any(texts[1:]) else ""),
            format_html_join("", "{}", [(line,) for line in lines[1:]]),
        )


class ByLanguage(forms.MultiValueField):
    """Words by language, as the models keep them: `{"en": "A water pipe burst."}`."""

    widget = Boxes

    def __init__(self, **options: Any) -> None:
        fields = [forms.CharField(max_length=LONGEST, required=False) for _ in codes()]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        """Return what was typed; English may be missing only where all of it is."""
        words = {code: text for code, text in zip(codes(), data_list, strict=False) if text}
        if words and DEFAULT not in words:
            raise ValidationError(ENGLISH_TOO)
        return words


class WordsInBoxes:
    """Show the words of a model in boxes, one a language; for a page of the administration."""

    words: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: Any, **options: Any
    ) -> Any:
        """Return boxes for what `words` names, and for all else what Django has."""
        if db_field.name not in self.words:
            return super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        required = not db_field.blank
        label = str(db_field.verbose_name).capitalize()
        return ByLanguage(required=required, label=label, help_text=db_field.help_text)


def codes() -> list[str]:
    """Return the languages of the site, English first."""
    return [DEFAULT, *(code for code in ALL if code != DEFAULT)]
