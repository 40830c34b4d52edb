"""What happens to every request: its language is found, and its answer stays out of caches."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirect
from django.urls import is_valid_path
from django.utils.cache import patch_vary_headers
from django.utils.translation import override

from guichet.kernel.content.texts import watching
from guichet.web import visits
from guichet.web.languages import ALL, OFFERED, best, exact
from guichet.web.pages import errors
from guichet.web.wire import opened_before

Answer = Callable[[HttpRequest], HttpResponse]
_SAFE_METHODS = {"GET", "HEAD"}


class LanguageMiddleware:
    """Find the language of a request: of its path, else chosen before, else the browser's.

    Other spellings of a code go to the exact one for good. `?language=ar`, which the language
    menu adds, is remembered and taken out of the address.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the right language."""
        with watching():
            return self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        head = request.path_info[1:].partition("/")[0]
        if head in OFFERED:
            return self._in_language(request, head)
        if code := exact(head):
            return _moved(request, code)
        return self._by_browser(request)

    def _in_language(self, request: HttpRequest, language: str) -> HttpResponse:
        request.language = language  # type: ignore[attr-defined]
        if obstacle := _unreadable(request):
            return obstacle
        switched_to = request.GET.get("language") if request.method in _SAFE_METHODS else None
        if switched_to == language:
            return _remembered(request, language)
        with override(ALL[language].django):
            response = self._answer(request)
            if response.status_code == 404 and _lacks_slash(request):
                return _moved(request, language)
        if getattr(request, "language_chosen", False):
            visits.remember_language(request, response, language)
        return response

    def _by_browser(self, request: HttpRequest) -> HttpResponse:
        language = preferred(request)
        request.language = language  # type: ignore[attr-defined]
        if obstacle := _unreadable(request):
            return obstacle
        with override(ALL[language].django):
            response = self._answer(request)
            if response.status_code == 404 and is_valid_path(f"/{language}{request.path_info}"):
                response = HttpResponseRedirect(f"/{language}{request.get_full_path()}")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class PrivateByDefaultMiddleware:
    """Keep out of every cache what may show something of a person, which is most of it.

    A page is kept by the browser alone, and asked for again, when it is the same for everybody:
    nothing was sent, nothing is open in this browser, and others do not use the computer.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers that caches obey."""
        response = self._answer(request)
        _remember_shared(request, response)
        opened_before.keep(request, response)
        if not response.has_header("Cache-Control"):
            if _is_personal(request, response):
                visits.make_private(response)
            else:
                response["Cache-Control"] = "private, no-cache"
        return response


def preferred(request: HttpRequest) -> str:
    """Return the language somebody chose before, else the one the browser asks for."""
    language = exact(request.COOKIES.get(visits.LANGUAGE, ""))
    return language or best(request.headers.get("Accept-Language", ""))


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method not in _SAFE_METHODS
        or response.status_code >= 400
        or visits.is_open(request)
        or visits.on_shared_computer(request)
        or not visits.PERSONAL.isdisjoint(response.cookies)
    )


def _remember_shared(request: HttpRequest, response: HttpResponse) -> None:
    choice: bool | None = getattr(request, "shared_chosen", None)
    if choice:
        visits.keep(response, visits.SHARED, "1")
        if language := request.COOKIES.get(visits.LANGUAGE):
            visits.keep(response, visits.LANGUAGE, language)  # From now on it ends with the visit.
    elif choice is not None:
        visits.drop(response, visits.SHARED)


def _remembered(request: HttpRequest, language: str) -> HttpResponse:
    query = request.GET.copy()
    del query["language"]
    target = request.path + (f"?{query.urlencode()}" if query else "")
    response = HttpResponseRedirect(target)
    visits.remember_language(request, response, language)
    visits.make_private(response)
    return response


def _lacks_slash(request: HttpRequest) -> bool:
    return not request.path_info.endswith("/") and bool(is_valid_path(request.path_info + "/"))


def _moved(request: HttpRequest, code: str) -> HttpResponse:
    """Send to the same page under the exact code, with the slash its address ends with."""
    path, mark, query = request.get_full_path().partition("?")
    rest = path[1:].partition("/")[2]
    file_like = "." in rest.rpartition("/")[2]
    slash = "/" if rest and not rest.endswith("/") and not file_like else ""
    response = HttpResponsePermanentRedirect(f"/{code}/{rest}{slash}{mark}{query}")
    if request.method not in _SAFE_METHODS:
        response.status_code = 308  # A form is sent again as it is.
    return response


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Answer at once what no view should think of: other hosts, NUL, a flood of bytes."""
    try:
        request.get_host()
    except DisallowedHost:
        return errors.bad_request(request)
    if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return errors.bad_request(request)
    if request.content_type != "multipart/form-data" and _length(request) > _most():
        return errors.too_large(request)
    return None


def _length(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def _most() -> int:
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
