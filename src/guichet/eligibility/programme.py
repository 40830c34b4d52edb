"""What an authorization costs and where it is given, as every page says."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from guichet.agency.model import Phrase


@dataclass(frozen=True, slots=True)
class Programme:
    """What people must know not to be cheated."""

    price: str
    addresses: Phrase

    def address(self, language: str) -> str:
        """Return the official address, which may have a name in each language."""
        return self.addresses.in_language(language)


@cache
def programme() -> Programme:
    """Return the price and the official address, which is this site's where no other is told."""
    here = Phrase({"": urlsplit(settings.PUBLIC_URL).netloc}, "")
    addresses = settings.AGENCY.addresses.get("eta", here)
    return Programme(price=settings.AGENCY.fee("eta").shown, addresses=addresses)
