"""A browser for tests: it sends with every form the mark that its page carries."""

import re
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve

from guichet.applications.access import handles
from guichet.applications.access.handles import Handle, Opening, read_note
from guichet.applications.models import Application
from guichet.web.forms import marks

_HANDLE = re.compile(rf"/({Handle.regex})/")


class Visitor(Client):
    """Fills in for the page that a test has not loaded: the mark of the one open application.

    A test that loads the page, or has several open, sends the mark itself; tests of the marks use
    Django's own client.
    """

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Send a form."""
        is_form = not args and "content_type" not in kwargs
        if is_form and isinstance(data or {}, dict) and marks.FIELD not in (data or {}):
            data = {**(data or {}), **self._mark(path)}
        return super().post(path, data, *args, **kwargs)

    def _mark(self, path: str) -> dict[str, str]:
        every = open_in(self)
        if len(every) != 1:
            return {}
        try:
            within = "/" + path.partition("?")[0].partition("/eta/")[2]
            deed = resolve(within, urlconf="guichet.applications.urls").url_name
        except Resolver404:
            return {}
        return {marks.FIELD: marks.mark(str(deed), Application(pk=every[0].record))}


def open_in(client: Client) -> list[Opening]:
    """Return every application that a browser has open."""
    cookie = client.cookies.get(handles.COOKIE)
    try:
        return read_note(cookie.value if cookie else "")[1]
    except ValueError:
        return []


def handle_of(client: Client, application: Application) -> str:
    """Return the handle under which a browser has an application open."""
    return next(
        (opening.handle for opening in open_in(client) if opening.record == application.pk), ""
    )


def bare(path: str) -> str:
    """Return a path without its handle."""
    return _HANDLE.sub("/", path)


def leads_to(answer: Any) -> str:
    """Return where an answer sends, without the handle."""
    return bare(str(answer["Location"]))


def path_of(page: Any) -> str:
    """Return the path of a page, without the handle."""
    return bare(str(page.request["PATH_INFO"]))
