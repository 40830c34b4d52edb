"""The agency's own sign-in: to its pages, and back with a code that this site redeems itself.

The cookie of staff is not sent by a page of another site (SameSite=Strict). So who comes back is
sent on once more by a page of ours, and only then read.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.guarding.table import STAFF_SIGN_IN
from guichet.kernel.obstacles import Obstacle
from guichet.staff import audit
from guichet.staff.agency_sign_in import actions, attempts, farewell, provider, rules, table, tokens
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

HERE = "loaded"  # in the address of who comes back by a page of ours
_STATUS = {provider.SILENT: 503, provider.REFUSED_KEY: 503, provider.FAILED: 503}


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the sign-in of the agency."""
    now, page = clock.now(), request.GET.get("next", "")
    if not (page.startswith("/") and url_has_allowed_host_and_scheme(page, None)):
        page = address("staff:home", DEFAULT)
    try:
        limits.take_on_ladder(STAFF_SIGN_IN, ladder_of(request), now=now)
        target = provider.configuration()["authorization_endpoint"]
    except Obstacle as obstacle:
        return _refuse(request, obstacle)
    attempt = attempts.begin(request, page=page, now=now)
    query = urlencode(_question(request, attempt))
    return HttpResponseRedirect(f"{target}{'&' if '?' in target else '?'}{query}")


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Let in who comes back from the sign-in of the agency, or say plainly why not."""
    if HERE not in request.GET:
        target = f"{request.path}?{urlencode({**request.GET.dict(), HERE: '1'})}"
        return pages.show(request, "staff/agency_back.html", {"target": target})
    try:
        attempt = attempts.take(request, request.GET.get("state", ""), now=clock.now())
    except Obstacle as obstacle:
        return _refuse(request, obstacle)
    try:
        id_token, claims = _claims(request, attempt)
        user = _account(claims)
    except Obstacle as obstacle:
        audit.failed("agency_sign_in_failed", 0, why=obstacle.code)
        return _refuse(request, obstacle)
    farewell.note(request, id_token)
    return _let_in(request, user, claims, page=attempt.page)


def _question(request: HttpRequest, attempt: attempts.Attempt) -> dict[str, str]:
    """Return what the provider is asked (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636)."""
    return {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": _redirect_uri(request),
        "scope": settings.OIDC_SCOPES,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": tokens.challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
    }


def _claims(request: HttpRequest, attempt: attempts.Attempt) -> tuple[str, dict[str, Any]]:
    """Return the token of the provider, and all that it says of the person."""
    if error := request.GET.get("error", ""):
        raise Obstacle("agency_denied" if error == "access_denied" else provider.FAILED)
    gift = provider.redeem(
        request.GET.get("code", ""),
        verifier=attempt.verifier,
        redirect_uri=_redirect_uri(request),
    )
    claims = _checked(gift, attempt.nonce)
    if not {*table.claims_named(), settings.OIDC_NAME_CLAIM} <= claims.keys():
        more = provider.userinfo(gift.access_token)
        if more and more.get("sub") != claims["sub"]:
            raise Obstacle(tokens.UNTRUSTED)
        claims = {**more, **claims}
    return gift.id_token, claims


def _checked(gift: provider.Tokens, nonce: str) -> dict[str, Any]:
    """Return what a token says; where its key is not known the keys are fetched anew, once."""
    for anew in (False, True):
        try:
            return tokens.claims_of(
                gift.id_token,
                provider.keys(anew=anew),
                issuer=provider.configuration()["issuer"],
                client=settings.OIDC_CLIENT_ID,
                nonce=nonce,
                access_token=gift.access_token,
                now=clock.now(),
            )
        except tokens.UnknownKeyError:
            continue
    raise Obstacle(tokens.UNTRUSTED)


def _account(claims: dict[str, Any]) -> User:
    """Return the account of a person with the roles of today; Obstacle where they have none."""
    identity = actions.Identity(settings.OIDC_ISSUER, str(claims["sub"])[:255])
    name = rules.name_of(claims, settings.OIDC_NAME_CLAIM)
    grants = rules.grants_of(claims, table.rows())
    user = actions.admit(identity, name=name, grants=grants, now=clock.now())
    if user is None:
        raise Obstacle("agency_no_role")
    return user


def _let_in(request: HttpRequest, user: User, claims: dict[str, Any], *, page: str) -> HttpResponse:
    """Open the session, after our second factor unless the agency has asked for one we trust."""
    record_authentication(request, user, "agency")
    if request.user == user:  # has proved again that it is them
        return HttpResponseRedirect(page)
    if not rules.is_second_factor(
        claims, acr=settings.OIDC_TRUSTED_ACR, amr=settings.OIDC_TRUSTED_AMR
    ):
        response: HttpResponse = perform_login(request, Login(user=user, redirect_url=page))
        return response
    record_authentication(request, user, "mfa", type="agency")
    get_adapter().login(request, user)
    return HttpResponseRedirect(page)


def _redirect_uri(request: HttpRequest) -> str:
    return request.build_absolute_uri(address("agency_sign_in_back", DEFAULT))


def _refuse(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Say plainly what stands in the way, and where to go from here."""
    if obstacle.code == "too_many":
        seconds = obstacle.facts.get("retry_after")
        minutes = max(1, -(-seconds // 60)) if isinstance(seconds, int) else 1
        return pages.show(request, "staff/wait.html", {"minutes": minutes}, 429)
    status = _STATUS.get(obstacle.code, 403)
    return pages.show(request, "staff/agency_refused.html", {"code": obstacle.code}, status)
