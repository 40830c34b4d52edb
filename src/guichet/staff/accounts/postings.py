"""Roles at offices in the administration: rows of an account, each given and taken on record."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import ChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst

from guichet.staff import audit, offices, roles
from guichet.staff.frame.words import later, plain_sentence
from guichet.staff.models import Posting


class PostingRows(admin.TabularInline):  # type: ignore[type-arg]
    """The offices at which somebody has a role; nobody gives or takes their own."""

    model = Posting
    fields = ("role", "office")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Return a list to choose from, made once for all rows; the account is no choice."""
        if db_field.name not in {"role", "office"}:
            return super().formfield_for_dbfield(db_field, request, **options)
        choices = _role_names() if db_field.name == "role" else _office_names()
        return ChoiceField(
            choices=[("", "—"), *choices.items()],
            label=capfirst(later(f"field.{db_field.name}")),
            help_text=later("admin.posting_help") if db_field.name == "role" else "",
        )

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Tell whether somebody may give this account a role."""
        return _is_of_another(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Tell whether somebody may change a role of this account."""
        return _is_of_another(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Tell whether somebody may take a role from this account."""
        return _is_of_another(request, obj)


def _is_of_another(request: HttpRequest, user: User | None) -> bool:
    return user is None or user.pk != request.user.pk


def _role_names() -> Mapping[str, str]:
    return {role: plain_sentence(f"role.{role}") for role in roles.OFFICE_ROLES}


def _office_names() -> Mapping[str, str]:
    """Return every office, and those that are gone at which somebody still has a role."""
    codes = Posting.objects.order_by("office").values_list("office", flat=True).distinct()
    return {code: code for code in codes} | offices.by_code()


def of_account(user: User) -> set[tuple[str, str]]:
    """Return the roles of an account at offices as they are stored now."""
    return set(Posting.objects.filter(user=user).values_list("role", "office"))


def record(by: roles.Somebody, user: User, *, before: set[tuple[str, str]]) -> None:
    """Record what was given to an account and what was taken from it, a line each."""
    after = of_account(user)
    for verb, postings in (("posting_taken", before - after), ("posting_given", after - before)):
        for role, office in sorted(postings):
            audit.did(by, verb, audit.ACCOUNT, user.pk, role=role, office=office)
