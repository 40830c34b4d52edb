"""Reads worth a name: enquiries for officers, and what their client may see of them."""

from django.db.models import QuerySet

from guichet.applications.form.answers import letter_language
from guichet.applications.models import Application, Enquiry


def waiting() -> QuerySet[Enquiry]:
    """Return what waits for an answer, by the day that was promised."""
    enquiries = Enquiry.objects.filter(answered_at=None).select_related("application")
    return enquiries.order_by("promised_on", "pk")


def of(application: Application) -> QuerySet[Enquiry]:
    """Return what was asked about an application, the newest first."""
    return application.enquiries.order_by("-pk")


def open_one(application: Application, kind: str) -> Enquiry | None:
    """Return the enquiry of a kind that waits for its answer."""
    return application.enquiries.filter(kind=kind, answered_at=None).first()


def answered_in(enquiry: Enquiry) -> str:
    """Return the language in which the client reads letters, or what comes nearer."""
    answers = enquiry.application.answers if enquiry.application else {}
    return letter_language(answers, language=enquiry.language)
