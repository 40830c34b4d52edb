"""What the agency's own sign-in says of a person, judged: roles, second factor, name. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Claims = Mapping[str, object]
LONGEST_NAME = 150  # characters, of Django's accounts


class Grant(NamedTuple):
    """A role that the agency gives, at an office or, with "", everywhere."""

    role: str
    office: str


class ClaimRow(NamedTuple):
    """A line of the table: who has this value in this claim has this role."""

    claim: str
    value: str
    grant: Grant


def grants_of(claims: Claims, table: Iterable[ClaimRow]) -> frozenset[Grant]:
    """Return every role that the claims name; what the table does not know gives none."""
    return frozenset(row.grant for row in table if row.value in values_of(claims, row.claim))


def is_second_factor(claims: Claims, *, acr: Iterable[str], amr: Iterable[str]) -> bool:
    """Tell whether the agency has asked for a second proof that this site trusts.

    `acr` and `amr` are the values that the settings trust (OpenID Connect Core 1.0, section 2).
    """
    proofs = {*values_of(claims, "amr")} & {*amr}
    return bool(proofs) or bool({*values_of(claims, "acr")} & {*acr})


def name_of(claims: Claims, claim: str) -> str:
    """Return how the agency calls the account, "" where that cannot be the name of one here."""
    name = next(iter(values_of(claims, claim)), "").strip()
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""


def values_of(claims: Claims, claim: str) -> tuple[str, ...]:
    """Return the texts of a claim: one, or a list; anything else is none.

    A claim inside another is named with dots, as `realm_access.roles` of Keycloak.
    """
    value: object = claims.get(claim)
    if value is None and "." in claim:
        first, _, rest = claim.partition(".")
        inner = claims.get(first)
        return values_of(inner, rest) if isinstance(inner, Mapping) else ()
    texts = value if isinstance(value, list | tuple) else [value]
    return tuple(text for text in texts if isinstance(text, str))
