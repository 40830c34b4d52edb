"""A form that shows what was typed, and says nothing of it, since nobody has sent it."""

from typing import Any

from django.forms.utils import ErrorDict


class Unchecked:
    """A form that is bound and not checked; some of its fields show what is stored instead."""

    as_stored: frozenset[str] = frozenset()  # the names of those fields, as a browser sends them
    fields: dict[str, Any]

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        for name, field in self.fields.items():
            if self.add_prefix(name) in self.as_stored:  # type: ignore[attr-defined]
                field.bound_data = _initial

    def full_clean(self) -> None:
        """Find nothing wrong, and nothing right."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        """Let nothing be saved."""
        return False


class UncheckedRows:
    """The same for rows."""

    forms: list[Any]

    def full_clean(self) -> None:
        """Find nothing wrong, and nothing right."""
        self._errors: list[Any] = [{} for _row in self.forms]
        self._non_form_errors = self.error_class()  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """Let nothing be saved."""
        return False


def form(checked: Any, as_stored: frozenset[str]) -> Any:
    """Return a form without its checks."""
    return type(checked.__name__, (Unchecked, checked), {"as_stored": as_stored})


def rows(checked: Any, as_stored: frozenset[str]) -> Any:
    """Return rows without their checks."""
    row = form(checked.form, as_stored)
    return type(checked.__name__, (UncheckedRows, checked), {"form": row})


def _initial(_sent: object, initial: object) -> object:
    return initial
