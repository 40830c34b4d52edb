"""What rooms above say on every page of the site, whatever it is about: notices to everyone.

Pages are worth showing without it: what a room cannot say is told in the log.
"""

import logging
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

log = logging.getLogger(__name__)
# What makes a banner for the request of a page, if there is one, in the language of its frame.
BANNERS: list[Callable[[Any, str], Markup]] = []


def banners(request: Any, language: str) -> Markup:
    """Return what stands above a page; it asks no database."""
    try:
        return Markup().join(make(request, language) for make in BANNERS)
    except Exception as error:
        log.error("What stands on every page was not made: %r", error)
        return Markup()
