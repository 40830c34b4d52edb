"""What becomes of files that browsers send: nothing, but where a page asks for one.

Django would keep any file sent to any address, of any size, on the disk. Here files are thrown
away as they arrive; the page that wants one sets a `OneFile` for its request, before the body is
read, and finds there what came.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_ANYWHERE = 2 * 1024 * 1024  # of a body in which files are thrown away
MOST_READ = 200 * 1024 * 1024  # of a body with a file; beyond its limit only to tell what is wrong

# The cookies of who may send a file: a feature with a page for files adds its own.
SENT_WITH: set[str] = set()

SECONDS = "guichet.seconds"  # of a request: how long its body was on its way, where that is known


def began_at(request: HttpRequest, *, now: datetime) -> datetime:
    """Return when a request began to come in: a file may be on its way for half an hour."""
    return now - timedelta(seconds=float(request.META.get(SECONDS, 0)))


class NoFiles(FileUploadHandler):
    """Throw every file away, and refuse a body that could only be files."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse, before anything is read, what is too much for any form of ours."""
        if content_length > self.most():
            raise RequestDataTooBig

    def most(self) -> int:
        """Return how many bytes a body may have."""
        return MOST_ANYWHERE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Throw a file away."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing."""

    def file_complete(self, file_size: int) -> None:
        """Give nothing to `request.FILES`."""


class OneFile(NoFiles):
    """Keep the first file of a form in memory, and no more of it than a page wants.

    What is too large is read on and thrown away, within reason: a browser that is cut off in
    the middle shows an error of its own in the place of our sentence, and loses what was typed.
    """

    def __init__(self, *, largest: int, field: str) -> None:
        super().__init__()
        self.largest = largest
        self.field = field
        self.name = ""
        self.content = bytearray()
        self.is_too_large = False

    def most(self) -> int:
        """Return how many bytes a body may have."""
        return MOST_READ

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Take a file of the field that was asked for; throw others away."""
        if field_name != self.field or self.name:
            raise SkipFile
        self.name = file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, until it is too much: then keep nothing."""
        if self.is_too_large:
            return
        if len(self.content) + len(raw_data) > self.largest:
            self.is_too_large = True
            self.content.clear()
            return
        self.content += raw_data
