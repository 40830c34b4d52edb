"""The record: who did what, and who looked at whom. Nothing is changed here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.kernel import audit as record
from guichet.kernel import clock
from guichet.staff import roles
from guichet.staff.cases import actions, audit_page
from guichet.staff.cases.pages import officer_of, show
from guichet.staff.door import may
from guichet.web.languages import of


@require_safe
@may("see_audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Show the record by application, by who did it and by day; this look is noted as well."""
    asked = audit_page.asked(request.GET.dict())
    officer = officer_of(request)
    context = audit_page.context(asked, of(request))
    actor, now = actions.actor(officer), clock.now()
    record.write("see", "audit", 0, actor=actor, now=now, **audit_page.noted(context))
    files = roles.has(request.user, "see_files")
    return show(request, "case_audit", {**context, "may_open": files})
