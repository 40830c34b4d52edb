"""What an officer typed and could not send: it waits until they have signed in, and comes back.

A view that is marked shows it again on its own page; of every other one the page `kept` asks
whether it is to be sent now. It waits enciphered in the session that signs in, which is a row of
our own, and names the account it belongs to: nobody else who signs in there gets it. It is only
shown again, never carried out.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve

from guichet.kernel import keyring
from guichet.staff.frame import languages, pages
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

ACCOUNT = "guichet_staff_account"  # a cookie: whose pages this browser shows
LONGEST, MOST = 64_000, 5  # characters of a form, forms of a session
_TYPED, _SALT = "staff_typed", "guichet.staff.keeping"
_CARRIED = "staff_carried"  # over a redirect, within one session
_LEFT_OUT = ("csrfmiddlewaretoken", "language")
_MARK = "_brings_back"


def brings_back[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view that shows again what was typed on its page; see `again`."""
    setattr(view, _MARK, True)
    return view


def again(request: HttpRequest) -> QueryDict | None:
    """Return what is to be shown once more, unchecked: the language changes, or it comes back."""
    if request.method == "POST":
        return request.POST if languages.switched(request) else None
    assert isinstance(request.user, User)
    if request.method != "GET":
        return None
    form = _take(request, request.user.pk, _TYPED)
    if form is not None:
        pages.say_next(request, "kept.back")
        return form
    return _take(request, request.user.pk, _CARRIED)


def carry(request: HttpRequest, target: str, form: QueryDict) -> None:
    """Let what a press has not used up stand on the page at the address to which it leads.

    It waits for one look at that page, as enciphered as what waits for a sign-in. What is longer
    than a form of ours is not carried.
    """
    text, waiting = form.urlencode(), request.session.get(_CARRIED, {})
    others = {path: sealed for path, sealed in waiting.items() if path != target}
    latest = dict(list(others.items())[1 - MOST :])
    assert isinstance(request.user, User)
    if len(text) <= LONGEST:
        latest[target] = _sealed(request.user.pk, text)
    request.session[_CARRIED] = latest


def _sealed(account: int, text: str) -> str:
    return _cipher().encrypt(f"{account}\n{text}".encode()).decode()


def keep(request: HttpRequest, *, form_page: str = "") -> str:
    """Keep what was typed on a page whose session has ended.

    Return the address at which it comes back; "" where nothing is kept. `form_page` is the page
    of ours whose form it was; without one only a view that is marked gets it back.
    """
    account = _account(request)
    target = _comes_back_at(request, form_page) if request.method == "POST" else ""
    if account is None or not target:
        return ""
    # A form that somebody filled in before another person signed in here has another token.
    if CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}):
        return ""
    form = request.POST.copy()
    for name in _LEFT_OUT:
        form.pop(name, None)
    text = form.urlencode()
    waiting = request.session.get(_TYPED, {})
    if len(text) > LONGEST or len(waiting) >= MOST:
        return ""
    request.session[_TYPED] = {**waiting, request.path: _sealed(account, text)}
    return target


def kept_for(request: HttpRequest, path: str) -> QueryDict | None:
    """Return what this account sent to an address and was not carried out; it goes on waiting."""
    sealed, user = request.session.get(_TYPED, {}).get(path), request.user
    return _opened(sealed, user.pk) if sealed and isinstance(user, User) else None


def waits(request: HttpRequest) -> bool:
    """Tell whether something waits for somebody to sign in."""
    return bool(request.session.get(_TYPED))


def is_of_account(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page that this browser showed to an account."""
    return request.method == "POST" and _account(request) is not None


def note_account(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser know whose pages it shows, also after a sign-out: other windows show them."""
    if isinstance(request.user, User) and _account(request) != request.user.pk:
        visits.keep(response, ACCOUNT, signing.dumps(request.user.pk, salt=_SALT))


def _take(request: HttpRequest, account: int, key: str) -> QueryDict | None:
    """Return what this account typed on this page, which waits no longer."""
    waiting = dict(request.session.get(key, {}))
    sealed = waiting.pop(request.path, None)
    if sealed is None:
        return None
    request.session[key] = waiting
    return _opened(sealed, account)


def _opened(sealed: str, account: int) -> QueryDict | None:
    try:
        owner, _, text = _cipher().decrypt(sealed.encode()).decode().partition("\n")
    except InvalidToken:
        return None
    return QueryDict(text) if owner == str(account) else None


def _account(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.COOKIES.get(ACCOUNT, ""), salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None


def _comes_back_at(request: HttpRequest, form_page: str) -> str:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    if hasattr(match.func, _MARK):
        return request.path
    # A password is typed again, and a file is chosen again.
    if not form_page or match.namespace != "staff" or request.FILES:
        return ""
    return (
        f"{address('staff:kept', DEFAULT)}?{urlencode({'sent': request.path, 'from': form_page})}"
    )


def _nothing(*args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse()


def _cipher() -> MultiFernet:
    keys = keyring.workings("typed by officers")
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
