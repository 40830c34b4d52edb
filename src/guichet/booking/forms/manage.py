"""The number and the PIN, and the one-time code: texts as they were typed, judged elsewhere."""

from django.utils.translation import gettext_lazy as _

from guichet.web.forms.base import Form, Text


class SignInForm(Form):
    """What stands on the notice. Spaces, hyphens and small letters are as good as none."""

    number = Text(
        label=_("Confirmation number"),
        max_length=60,
        help_text=_("Nine letters and digits, as in 234-567-89Q."),
    )
    pin = Text(label=_("PIN"), max_length=60, help_text=_("Six digits."))


class CodeForm(Form):
    """The one-time code of a mail or a text message."""

    code = Text(label=_("One-time code"), max_length=60, help_text=_("Eight digits."))


class ContactCodeForm(Form):
    """The code that was sent to a phone or an address with many appointments."""

    contact_code = Text(label=_("One-time code"), max_length=60, help_text=_("Eight digits."))
