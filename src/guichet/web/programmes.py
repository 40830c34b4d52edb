"""What a programme hands in, so that the pages of all lead to it: each feature adds its own.

Its name is the one that the agency offers it by.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from guichet.kernel.content.texts import Text
from guichet.web.addresses.paths import address
from guichet.web.languages import of


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Where a programme begins, and how it helps whom something goes wrong for."""

    name: str
    home: str  # the name of its first page
    trouble: str = ""  # that of its page for trouble, where it has one
    title: Callable[[str], Text] | None = None  # of its first page, in a language
    has_desk: bool = False  # where somebody may ask
    look_up: Callable[[], None] | None = None  # once a process, before its pages are asked for


PROGRAMMES: dict[str, Programme] = {}


def add(programme: Programme) -> None:
    """Let the pages of all lead to a programme."""
    PROGRAMMES[programme.name] = programme


def of_page(request: HttpRequest) -> Programme:
    """Return the programme whose page was asked for; of any other page, the agency's first."""
    near = (programme for programme in PROGRAMMES.values() if is_within(request, programme))
    return next(near, PROGRAMMES[settings.AGENCY.programmes[0]])


def is_within(request: HttpRequest, programme: Programme) -> bool:
    """Tell whether the page that was asked for is one of this programme."""
    return request.path_info.startswith(address(programme.home, of(request)))
