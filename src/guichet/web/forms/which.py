"""A question that what was typed leaves open: which of two numbers, which of two addresses.

The page shows the answers beside the field and sends along what they were asked about. So it is
asked once: whoever types something else is asked anew, and what was chosen counts for that text
alone. No script is needed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.forms import Form

PARTS = ("asked", "meant")


@dataclass(frozen=True, slots=True)
class Which:
    """The text that was typed, and the answers to choose from: value and label of each."""

    text: str
    choices: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str, *values: str) -> Self:
        """Return a question whose answers are read as they are sent."""
        return cls(text, tuple((value, value) for value in values))


def chosen(form: Mapping[str, Any], name: str, text: str) -> str | None:
    """Return the answer for exactly this text: empty where none was chosen, None if not asked."""
    if not text or form.get(f"{name}_asked") != text:
        return None
    return str(form.get(f"{name}_meant", ""))


def ask(form: Form, name: str, which: Which, sentence: str) -> None:
    """Let the page ask, under a sentence that stands beside the field like any other."""
    form.fields[name].which = which  # type: ignore[attr-defined]
    form.add_error(name, sentence)
