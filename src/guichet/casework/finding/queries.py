"""Applications of a passport or of a person, found by keyed hash, in every spelling."""

from datetime import date

from django.db.models import Q, QuerySet

from guichet.applications import tokens
from guichet.applications.identities import own_issuer
from guichet.applications.models import Application
from guichet.applications.queries import on_shelf
from guichet.eligibility.content import law
from guichet.kernel.enciphering import current
from guichet.kernel.reading import names

MOST = 50


def of_passport(number: str, issuer: str = "") -> QuerySet[Application]:
    """Return the applications of a passport; without its issuer, of this number by any of them."""
    issuers = {own_issuer(code) for code in ([issuer] if issuer else law().codes.issuers)}
    keys = [tokens.passport_key(number, code) for code in sorted(issuers)]
    return _latest(Q(**{f"{on_shelf('passport')}__in": keys}))


def of_person(surname: str, given_names: str, born_on: date) -> QuerySet[Application]:
    """Return the applications of a person, with accents or without, names in either order."""
    version, match = current.identity_shelves().lookup, Q(pk=None)
    for spelling in (str.lower, names.as_in_the_zone):
        person = (spelling(surname), spelling(given_names), born_on)
        letters = tokens.person_key(*person, version=version)
        words = tokens.person_words_key(*person, version=version)
        match |= Q(**{on_shelf("person"): letters}) | Q(**{on_shelf("person_words"): words})
    return _latest(match)


def _latest(match: Q) -> QuerySet[Application]:
    return Application.objects.filter(match).defer("steps").order_by("-pk")[:MOST]
