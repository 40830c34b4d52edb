"""What only staff pages need: session, account, and the guard in front of all of them.

Public pages have none of it, so they ask no session of the database and set no cookie for one.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from guichet.staff.door import guard
from guichet.staff.frame import languages
from guichet.web import visits
from guichet.web.forms.uploads import OneFile
from guichet.web.languages import ALL

Answer = Callable[[HttpRequest], HttpResponse]


class StaffPages:
    """Answer staff pages through a chain of their own; let everything else through."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._accounts: Any = AccountMiddleware(guard.Guard(answer))
        messages = MessageMiddleware(self._accounts)
        self._staff: Any = SessionMiddleware(AuthenticationMiddleware(messages))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request, a staff page in one of its languages."""
        if not _is_staff(request):
            return self._answer(request)
        if languages.takes_file(request):  # nothing is kept of it before the page is open to them
            request.upload_handlers = [OneFile(largest=0, field="file")]
        language = languages.preferred(request)
        request.language = language  # type: ignore[attr-defined]
        with override(ALL[language].django):
            response: HttpResponse = self._staff(request)
        visits.make_private(response)
        response["Content-Language"] = language
        if languages.switched(request):
            languages.remember(response, language)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Let allauth turn its own exceptions into the page they ask for."""
        if not _is_staff(request):
            return None
        answer: HttpResponse | None = self._accounts.process_exception(request, error)
        return answer


def _is_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith(languages.PREFIXES)
