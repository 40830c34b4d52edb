"""What an authorization costs and where it is given; the languages and words of its programme."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from guichet.agency import shipped
from guichet.agency.model import ELSEWHERE, Fee, Phrase
from guichet.kernel.content.placeholders import sentence_with
from guichet.web.directions import in_sentence
from guichet.web.formats.money import money
from guichet.web.languages import DEFAULT, of
from guichet.web.sentences import language_in
from guichet.web.words import texts

NAME = "eta"  # as the agency offers it
ETA = shipped.COMPLETE[NAME]  # the languages in which every page of it is written
TOPIC = "eta"  # of content/: what its pages say, beside those with a topic of their own


@dataclass(frozen=True, slots=True)
class Programme:
    """What people must know not to be cheated."""

    fee: Fee
    addresses: Phrase

    def price(self, language: str) -> str:
        """Return what one costs, as the language writes it."""
        return money(self.fee.minor, self.fee.currency, language)

    def address(self, language: str) -> str:
        """Return the official address, which may have a name in each language."""
        return self.addresses.in_language(language)


@cache
def programme() -> Programme:
    """Return the price and the official address, which is this site's where no other is told."""
    here = Phrase({"": urlsplit(settings.PUBLIC_URL).netloc}, "")
    addresses = settings.AGENCY.addresses.get(NAME, here)
    return Programme(fee=settings.AGENCY.fee(NAME), addresses=addresses)


def is_offered(option: str) -> bool:
    """Tell whether the agency has what is named to who was refused; most of it is ours."""
    return option not in ELSEWHERE or option in settings.AGENCY.authorization.elsewhere


def written_language(request: HttpRequest) -> str:
    """Return the language a page of the authorization is in: English where it has no other."""
    language = of(request)
    return language if language in ETA else DEFAULT


language_of = language_in(ETA)  # of what a program is told about the authorization


def plain(key: str, language: str, **values: str) -> str:
    """Return a sentence as plain text, for programs."""
    text = texts(TOPIC).get(key, language).text
    return sentence_with(text, in_sentence(values, language)) if values else text
