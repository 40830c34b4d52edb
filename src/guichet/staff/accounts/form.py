"""The form of an account in the administration."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailInput, ModelForm
from django.utils.translation import get_language

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes
from guichet.staff import roles
from guichet.staff.frame.words import later
from guichet.web.languages import of_django
from guichet.web.words import texts


def _is_last(user: User) -> bool:
    """Tell whether no other administrator can sign in when the agency's sign-in is down."""
    if not settings.OIDC_ISSUER or user.pk is None:
        return False
    local = User.objects.filter(
        is_active=True, agency_identity=None, groups__name=roles.ADMINISTRATOR
    )
    numbers = set(local.values_list("pk", flat=True))
    return numbers == {user.pk}


class AccountForm(ModelForm):  # type: ignore[type-arg]
    """An account with the address at which its person is told of a fresh start."""

    email = CharField(
        label=later("admin.email"),
        help_text=later("admin.email_help"),
        required=False,
        max_length=mailboxes.LONGEST,
        widget=EmailInput(attrs={"size": 40, "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups", "is_active")

    def clean(self) -> dict[str, Any]:
        """Return what was typed, unless nobody could administer without the agency's sign-in."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        groups = {group.name for group in values.get("groups", ())}
        stays = values.get("is_active", True) and roles.ADMINISTRATOR in groups
        if {"groups", "is_active"} <= values.keys() and not stays and _is_last(self.instance):
            raise ValidationError(later("admin.last_local"), code="last_local")
        return values

    def clean_email(self) -> str:
        """Return an address that mail can be sent to, or nothing."""
        address = str(self.cleaned_data["email"])
        try:
            return mailboxes.read(address) if address else ""
        except Obstacle as obstacle:
            sentence = texts("fields").get(f"error.{obstacle.code}", of_django(get_language()))
            raise ValidationError(sentence.text) from None
