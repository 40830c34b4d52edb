"""Where a letter goes: asked once, for the mail that is made and for the page that offers it."""

from guichet.applications import queries
from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.send import version_of
from guichet.applications.models import Correspondence


def address_of(letter: Correspondence, *, time: int) -> str:
    """Return where a letter goes when it is sent for this time; nothing where it is not sent.

    It is the address on file, but for two kinds. A code goes to the address that is to be proven.
    That an address has changed is told first to the one before, for whoever reads the new one knows
    it. An approval that has ended is not sent, for nobody may take it for valid.
    """
    application = letter.application
    if letter.kind not in SHOWS or _has_ended(letter):
        return ""
    if letter.kind == "prove_email":
        return application.email_pending
    if letter.kind == "email_changed" and time == 1:
        return _earlier_address(letter) or application.email
    return application.email


def goes_to(letter: Correspondence) -> str:
    """Return where a letter would go if it were sent again; nothing where it would not."""
    return address_of(letter, time=letter.times_sent + 1)


def _has_ended(letter: Correspondence) -> bool:
    if letter.kind != "approved":
        return False
    authorization = queries.authorization_of(letter.application)
    return authorization is None or authorization.ended_at is not None


def _earlier_address(letter: Correspondence) -> str:
    """Return the address before the change that a letter tells of."""
    version = version_of(letter)
    if version is None:
        return ""
    earlier = letter.application.versions.filter(pk__lt=version, cause__in=["sent", "corrected"])
    before = earlier.order_by("-pk").first()
    return str(before.answers.get("email", "")) if before else ""
