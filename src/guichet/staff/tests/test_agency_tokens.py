"""A token of the agency's sign-in is its own, for us, of this try and of now, or nothing."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from guichet.kernel.obstacles import Obstacle
from guichet.staff.agency_sign_in import provider, rules, tokens

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
KEY, OTHER = RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})
KEYS = {"keys": [KEY.as_dict(private=False)]}
GOOD = {
    "iss": "https://id.example",
    "aud": "guichet",
    "sub": "7",
    "nonce": "n",
    "iat": int(NOW.timestamp()),
    "exp": int((NOW + timedelta(minutes=5)).timestamp()),
}


def read(claims: dict[str, Any], key: RSAKey = KEY, *, later: int = 0) -> dict[str, Any]:
    return tokens.claims_of(
        jwt.encode({"alg": "RS256", "kid": "1"}, claims, key),
        KEYS,
        issuer="https://id.example",
        client="guichet",
        nonce="n",
        access_token="",
        now=NOW + timedelta(seconds=later),
    )


def test_it_reads_a_good_one() -> None:
    assert read(GOOD)["sub"] == "7"
    assert read({**GOOD, "aud": ["guichet", "other"], "azp": "guichet"})["sub"] == "7"
    assert read(GOOD, later=5 * 60 + tokens.LEEWAY - 1)["sub"] == "7"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"aud": ["guichet", "other"], "azp": "other"},
        {"nonce": "of yesterday"},
        {"nonce": None},
        {"sub": None},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": None},
        {"exp": "soon"},
        {"iat": int(NOW.timestamp()) + 3600},
    ],
)
def test_it_trusts_none_that_is_not(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(Obstacle, match=tokens.UNTRUSTED):
        read(claims)


def test_it_trusts_no_other_key() -> None:
    with pytest.raises(tokens.UnknownKeyError):
        read(GOOD, OTHER)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30."])
def test_it_takes_no_unsigned_one(token: str) -> None:
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "1"}, GOOD)]
    unsigned = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    digest = hmac.digest(KEY.as_pem(private=False), unsigned, "sha256")
    by_public_key = f"{unsigned.decode()}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
    for text in (token, by_public_key):
        with pytest.raises(tokens.UnknownKeyError):
            tokens.claims_of(
                text, KEYS, issuer="i", client="c", nonce="n", access_token="", now=NOW
            )


@pytest.mark.parametrize(
    "url", ["http://id.example/", "file:///etc/passwd", "ftp://127.0.0.1/", "", "https://"]
)
def test_it_asks_nobody_without_https(url: str) -> None:
    with pytest.raises(Obstacle, match=provider.FAILED):
        provider._ask(url)


ROWS = [rules.ClaimRow("realm_access.roles", "desk", rules.Grant("receptionist", "MIA"))]


@pytest.mark.parametrize(
    ("claims", "count"),
    [
        ({"realm_access": {"roles": ["desk", "x"]}}, 1),
        ({"realm_access.roles": "desk"}, 1),
        ({"realm_access": {"roles": "desktop"}}, 0),
        ({"realm_access": ["desk"]}, 0),
        ({"realm_access": {"roles": [["desk"], 1, None]}}, 0),
        ({}, 0),
    ],
)
def test_it_gives_what_the_table_names(claims: dict[str, object], count: int) -> None:
    assert len(rules.grants_of(claims, ROWS)) == count


@pytest.mark.parametrize(
    ("claims", "is_trusted"),
    [
        ({"amr": ["pwd", "hwk"]}, True),
        ({"amr": "hwk"}, True),
        ({"acr": "gold"}, True),
        ({"acr": "silver", "amr": ["pwd"]}, False),
        ({"acr": ["hwk"], "amr": ["gold"]}, False),
        ({}, False),
    ],
)
def test_it_trusts_the_second_factors_that_the_site_names(
    claims: dict[str, object], is_trusted: bool
) -> None:
    assert rules.is_second_factor(claims, acr=["gold"], amr=["hwk"]) == is_trusted
    assert not rules.is_second_factor(claims, acr=[], amr=[])


@pytest.mark.parametrize("name", [" anna ", "anna\x00", "a" * 151, 7, None, ["", "x"]])
def test_it_takes_only_a_name_that_can_be_one(name: object) -> None:
    assert rules.name_of({"n": name}, "n") in {"anna", ""}
