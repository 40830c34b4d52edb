"""What a client does after sending: erase a draft, put answers right, begin anew with them."""

from datetime import datetime

from django.db import transaction

from guichet.applications import actions, queries, states
from guichet.applications.models import Application
from guichet.kernel import audit
from guichet.kernel.obstacles import Obstacle

CLIENT = states.CLIENT


@transaction.atomic
def erase_draft(pk: int, *, now: datetime) -> Application:
    """Give up an application that was not sent, and forget everything that was typed into it."""
    application = queries.locked(pk)
    if application.state == "abandoned" and not application.answers:
        return application
    if application.state not in states.UNSENT:
        raise Obstacle("not_possible_now", state=application.state, verb="abandon")
    application = actions.withdraw(pk, now=now)

    application.versions.all().delete()
    application.answers, application.steps = {}, {}
    application.email = application.email_pending = application.signature = ""
    application.passport = application.person = application.signed_at = None
    application.born_on = None
    application.document_issued_on = application.document_expires_on = None
    application.save()
    audit.write("erase", "application", pk, actor=CLIENT, now=now)
    return application
