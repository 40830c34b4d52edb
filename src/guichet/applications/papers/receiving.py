"""Take a paper from a browser: only from who has the application open, however slow the line.

Whether somebody may send is looked at before the body is read: so no file of a stranger is kept,
and a visit that was open when a long transfer began is not over when it ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from guichet.applications.access import handles, whose
from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.models import Application
from guichet.applications.papers.kinds import LARGEST
from guichet.kernel import clock
from guichet.web.forms.uploads import OneFile, began_at
from guichet.web.pages import errors

FIELD = "paper"
END = "end"  # a field behind the file: where it is missing, the form did not arrive whole
LOST = "paper_was_lost"  # waits with what was typed, while somebody signs in again


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What came with a form: a file, a part of one, or none."""

    name: str = ""
    content: bytes | bytearray = b""
    is_too_large: bool = False
    is_whole: bool = True
    was_lost: bool = False  # it came while the visit was over


def with_paper[**P](
    view: Callable[Concatenate[HttpRequest, Application, datetime, ReceivedFile, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the application this browser has open, and the paper that came.

    Where the visit is over, the words wait while somebody signs in again; the file does not.
    """

    @csrf_exempt  # only until it is clear who takes the file: `answer_of` reads it
    @wraps(view)
    def of_visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        began = began_at(request, now=clock.now())
        visit, handle = visit_of(request, now=began), whose.handle_in(kwargs)
        may_send = handle in visit.openings if handle else bool(visit.openings)
        reader = _reader(request, is_open=may_send)

        def of_opened(
            request: HttpRequest, application: Application, now: datetime
        ) -> HttpResponse:
            return view(request, application, now, _received(request, reader), *args, **kwargs)

        @csrf_protect
        def answer_of(request: HttpRequest) -> HttpResponse:
            if whose.application_of(request, visit, handle) is None:
                _note_loss(request, reader)
            return with_typed_kept(of_opened)(request, handle=handle)

        try:
            return answer_of(request)
        except RequestDataTooBig:
            return errors.too_large(request)

    return of_visit


def _reader(request: HttpRequest, *, is_open: bool) -> OneFile | None:
    """Return who reads the file, before anything is read; None where nobody was ever here."""
    if not is_open and handles.COOKIE not in request.COOKIES:
        return None
    reader = OneFile(largest=LARGEST if is_open else 0, field=FIELD)
    request.upload_handlers = [reader]
    return reader


def _note_loss(request: HttpRequest, reader: OneFile | None) -> None:
    """Put among what was typed that a file came and was not kept, so that it will be told."""
    fields = request.POST.copy()
    if reader and reader.name:
        fields[LOST] = "yes"
        request.POST = fields  # type: ignore[assignment]


def _received(request: HttpRequest, reader: OneFile | None) -> ReceivedFile:
    fields = request.POST  # this reads the body, where nothing has done so yet
    return ReceivedFile(
        name=reader.name if reader else "",
        content=reader.content if reader else b"",
        is_too_large=reader.is_too_large if reader else False,
        is_whole=request.method != "POST" or END in fields,
        was_lost=LOST in fields,
    )
