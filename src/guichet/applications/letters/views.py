"""Everything that was sent: read it here, have it sent again, keep it as a file."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from guichet.applications.access.pages import go, masked, show
from guichet.applications.access.whose import with_application
from guichet.applications.letters import actions, arrivals
from guichet.applications.letters import body as letters_body
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.addresses import goes_to
from guichet.applications.letters.arrivals import SentLetter
from guichet.applications.letters.names import TOPIC, kind_of_letter
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Application, Correspondence
from guichet.eligibility.programme import written_language
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.post import file_names
from guichet.web import visits
from guichet.web.pages.errors import wait
from guichet.web.words import texts

SECRETS = frozenset({"pin", "code"})  # stand in the mail alone: it proves who reads the mailbox


@require_safe
@with_application
def letters(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """List everything that was sent, the newest first."""
    language = written_language(request)
    rows = [_row(sent_letter, language) for sent_letter in arrivals.sent_letters(application)]
    again = next((row for row in rows if str(row["pk"]) == request.GET.get("sent")), None)
    context = {
        "rows": rows,
        "again": again,
        "not_sent": "not-sent" in request.GET,
        "to": masked(application.email) if application.email else "",
    }
    return show(request, "letters/letters", context, topic=TOPIC)


def _row(sent_letter: SentLetter, language: str) -> dict[str, object]:
    return {
        "pk": sent_letter.letter.pk,
        "name": kind_of_letter(sent_letter.letter.kind, language),
        "at": sent_letter.letter.at.astimezone(authority_zone()),
        "times": sent_letter.letter.times_sent,
        "arrival": sent_letter.arrival,
        "to": masked(sent_letter.address) if sent_letter.address else "",
        "readable": sent_letter.letter.kind in letters_body.SHOWS,
        "printed": letters_pdf.is_printed(sent_letter.letter),
    }


@require_safe
@with_application
def letter(
    request: HttpRequest, application: Application, now: datetime, letter: int
) -> HttpResponse:
    """Show a letter with its summary in the language of the page, but no PIN and no code."""
    own_letter = _own(application, letter)
    if own_letter.kind not in letters_body.SHOWS:
        raise Http404
    language = written_language(request)
    context = {
        **_words(own_letter, language),
        "name": kind_of_letter(own_letter.kind, language),
        "row": own_letter,
        "at": own_letter.at.astimezone(authority_zone()),
        "has_secret": bool(SECRETS & set(letters_body.SHOWS[own_letter.kind])),
        "to": masked(goes_to(own_letter)),
        "printed": letters_pdf.is_printed(own_letter),
    }
    return show(request, "letters/letter", context, topic=TOPIC)


def _words(letter: Correspondence, language: str) -> dict[str, object]:
    """Return what the letter says, as it was written, and its summary in another language."""
    sheet = Sheet(letter, letter.letter_language)
    blocks = [*letters_body.opening(sheet, without=SECRETS), *letters_body.safety(sheet)]
    return {
        "heading": texts("letters").get("common.heading", language),
        "summary": letters_body.plain_words(Sheet(letter, language, topic="letters")),
        "subject": sheet.of_kind("subject"),
        "body": Markup("\n").join(Markup(block.as_html()) for block in blocks),  # noqa: S704
        "written_in": sheet.language,
    }


@require_POST
@with_application
def send_again(
    request: HttpRequest, application: Application, now: datetime, letter: int
) -> HttpResponse:
    """Send a letter once more, to the address on file."""
    times = request.POST.get("times", "")
    count = int(times) if times.isascii() and times.isdigit() and len(times) < 6 else 0
    try:
        actions.send_again(application.pk, letter, times=count, now=now)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        return go(request, "letters", query="not-sent")
    return go(request, "letters", query=f"sent={letter}")


@require_safe
@with_application
def letter_pdf(
    request: HttpRequest, application: Application, now: datetime, letter: int
) -> HttpResponse:
    """Give a letter as a file; those that hold a PIN or a code are never one."""
    own_letter = _own(application, letter)
    try:
        content = letters_pdf.pdf(own_letter)
    except Obstacle as obstacle:
        raise Http404 from obstacle
    name = file_names.kept_as(letters_pdf.name(own_letter))
    headers = {"Content-Disposition": name, "Content-Language": own_letter.letter_language}
    response = HttpResponse(content, content_type="application/pdf", headers=headers)
    visits.make_private(response)
    return response


def _own(application: Application, letter: int) -> Correspondence:
    own_letter = application.letters.filter(pk=letter).first()
    if own_letter is None:
        raise Http404
    return own_letter
