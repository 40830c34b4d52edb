"""Take a file of rows from who may change them, and keep it as a draft."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from guichet.reference.decoding import MOST_BYTES
from guichet.web.forms.uploads import OneFile
from guichet.web.pages import errors


def with_file(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give a view what reads the file of its form; stand before its door, which reads nothing."""

    @csrf_exempt  # only until it is told who takes the file
    @wraps(view)
    def of_form(request: HttpRequest, /, **kwargs: str) -> HttpResponse:
        [reader] = request.upload_handlers
        assert isinstance(reader, OneFile)  # of the door of staff
        reader.largest = MOST_BYTES
        try:
            return csrf_protect(view)(request, reader=reader, **kwargs)
        except RequestDataTooBig:
            return errors.too_large(request)

    return of_form
