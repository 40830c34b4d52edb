"""The form of an account in the administration."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailInput, ModelForm
from django.utils.translation import get_language

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes
from guichet.staff.frame.words import later
from guichet.web.languages import of_django
from guichet.web.words import texts


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

    def clean_email(self) -> str:
        """Return an address that mail can be sent to, or nothing."""
        address = str(self.cleaned_data["email"])
        try:
            return mailboxes.read(address) if address else ""
        except Obstacle as obstacle:
            sentence = texts("fields").get(f"error.{obstacle.code}", of_django(get_language()))
            raise ValidationError(sentence.text) from None
