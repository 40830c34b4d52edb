"""What the client told us and what we said: every contact about their application."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.access.pages import show
from guichet.applications.access.whose import with_application
from guichet.applications.contacts import page
from guichet.applications.models import Application

TOPIC = "enquiries"


@require_safe
@with_application
def contacts(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """List the contacts about an application, the newest first; nothing that is internal."""
    context = {"rows": page.rows(application)}
    return show(request, "contacts/contacts", context, topic=TOPIC)
