"""Signing out of the agency as well: who leaves a shared desk leaves no open door behind.

The provider wants to see the token of the sign-in again (OpenID Connect RP-Initiated Logout 1.0),
so it is kept, enciphered, in the session that it opened.
"""

from base64 import urlsafe_b64encode
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.kernel import keyring
from guichet.staff.agency_sign_in import provider
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

_SESSION = "agency_token"


def note(request: HttpRequest, id_token: str) -> None:
    """Keep the token of a sign-in until its session ends."""
    request.session[_SESSION] = _cipher().encrypt(id_token.encode()).decode()


def address_of(request: HttpRequest) -> str:
    """Return where this session is signed out of the agency, "" where it never was signed in."""
    if not (settings.OIDC_ISSUER and (sealed := request.session.get(_SESSION))):
        return ""
    if not (target := provider.end_session_endpoint()):
        return ""
    try:
        hint = _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        hint = ""
    home = request.build_absolute_uri(address("account_login", DEFAULT))
    query = {
        "client_id": settings.OIDC_CLIENT_ID,
        "post_logout_redirect_uri": home,
        **({"id_token_hint": hint} if hint else {}),
    }
    return f"{target}{'&' if '?' in target else '?'}{urlencode(query)}"


def lead(request: HttpRequest, target: str) -> HttpResponse:
    """Answer with a page that goes on by itself: a form of ours may lead to no other site."""
    return pages.show(request, "staff/agency_farewell.html", {"target": target})


def _cipher() -> MultiFernet:
    keys = keyring.workings("tokens of the agency")
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
