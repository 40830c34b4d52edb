"""What an authorization costs and where it is given, as every page says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from guichet.kernel.content import layers
from guichet.web.languages import DEFAULT


@dataclass(frozen=True, slots=True)
class Programme:
    """What people must know not to be cheated."""

    price: str
    addresses: Mapping[str, str]

    def address(self, language: str) -> str:
        """Return the official address, which has a French name as well."""
        return self.addresses.get(language, self.addresses[DEFAULT])


@cache
def programme() -> Programme:
    """Return the price and the official address."""
    file = settings.CONTENT_DIR / "eta" / "programme.toml"
    facts = layers.toml(file)
    addresses = {DEFAULT: facts["official_address"], "fr": facts["official_address_fr"]}
    return Programme(price=f"{facts['currency']} {facts['price']}", addresses=addresses)
