"""A person's file, and the letters in it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guichet.applications import worklist
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.models import Correspondence
from guichet.casework import actions
from guichet.casework.file import opening, papers_page, queries
from guichet.casework.file import page as file_page
from guichet.casework.file.remit import remit
from guichet.casework.pages import officer_of, show
from guichet.casework.presence import page as presence
from guichet.casework.presence.actions import OpenFile
from guichet.casework.worklist import following
from guichet.casework.worklist import page as list_page
from guichet.kernel import clock
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.web.languages import of


@require_safe
@may("see_files")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show all that is known of an application; that it was looked at is noted."""
    officer, now = officer_of(request), clock.now()
    case_file = queries.file(number, officer=officer)
    if case_file is None:
        raise Http404
    papers = papers_page.context(case_file.papers, request.GET, of(request))
    pk = case_file.application.pk
    actions.see(pk, officer=officer, now=now, **({"page": "papers"} if papers["leaf"] else {}))
    context = {
        **_context(request, case_file, now=now),
        **papers,
        "colleagues": presence.on_page(
            presence.visit(request, OpenFile("application", pk), number),
            last_change=case_file.last_change,
            tasks=case_file.tasks + case_file.questions,
        ),
    }
    return show(request, "file", context)


def _context(request: HttpRequest, case_file: queries.File, *, now: datetime) -> dict[str, object]:
    language, officer = of(request), officer_of(request)
    permissions = roles.permissions_of(request.user)
    return {
        **file_page.context(case_file, language, now=now),
        **opening.context(case_file, officer=officer, language=language, now=now),
        "remit": remit(case_file, officer=officer, permissions=permissions, now=now),
        "of_the_case": worklist.OF_THE_CASE,
        "barred_as": list_page.barred_as,
        "seen": case_file.last_change,
        "list_query": following.chosen_query(request),
        "now": now,
    }


@require_safe
@may("see_files")
def letter(request: HttpRequest, number: str, letter: int) -> HttpResponse:
    """Show a letter as it was sent, as a file to print."""
    stored_letter = get_object_or_404(
        Correspondence.objects.select_related("application"),
        pk=letter,
        application__number=number,
    )
    if not letters_pdf.is_printed(stored_letter):
        raise Http404
    application = stored_letter.application_id
    now = clock.now()
    actions.see(application, officer=officer_of(request), now=now, page="letter", letter=letter)
    response = HttpResponse(letters_pdf.pdf(stored_letter), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{letters_pdf.name(stored_letter)}"'
    return response
