"""The table of quality: read once, from `content/tables/quality.toml`."""

from functools import cache

from django.conf import settings

from guichet.contact.quality.rules import Sampling
from guichet.kernel.content import layers


@cache
def sampling() -> Sampling:
    """Return how many contacts are drawn."""
    content = layers.toml(settings.CONTENT_DIR / "tables" / "quality.toml")
    return Sampling(share=content["share"], least=content["least"], most=content["most"])
