"""What the client told us and what we said: every contact about their application."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.access.pages import show
from guichet.applications.access.whose import with_application
from guichet.applications.contacts import page
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.interactions import told
from guichet.web.words import speaker

TOPIC = "enquiries"


@require_safe
@with_application
def contacts(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """List the contacts about an application, the newest first; nothing that is internal."""
    history = speaker(written_language(request), told.TOPIC)
    context = {"rows": page.rows(application), "history": history}
    return show(request, "contacts/contacts", context, topic=TOPIC)
