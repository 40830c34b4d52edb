"""Every channel on which one reaches the agency, as the page of contacts lists them.

The features above hand in what they offer when the site starts; a channel that nobody has handed
in, and a fact that is not told, is not shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from markupsafe import Markup, escape

from guichet.web.contacts import spoken
from guichet.web.languages import OFFERED, Language
from guichet.web.words import speaker, texts

TOPIC = "ways"


@dataclass(frozen=True, slots=True)
class Way:
    """A link of a channel: where it leads in a language, and which words of content/ say so."""

    url: Callable[[str], str]
    topic: str
    key: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as a page in one language tells it. What costs nothing and when it is open."""

    name: str
    title: Markup
    about: Markup
    hours: Markup
    cost: Markup
    languages: Markup  # in words; empty: those of the site
    tongues: tuple[Language, ...]
    links: tuple[tuple[str, str], ...]  # address, text


_WAYS: dict[str, list[Way]] = {
    "call_back": [],
    "person": [],
    "centres": [],
    "site": [],
    "alerts": [],
    "social": [],
}
_BY_AGENTS = {"call_back"}  # channels on which those answer who answer the telephone


def hand_in(channel: str, *ways: Way) -> None:
    """Add links to a channel of `content/ways/`; raise KeyError for one that there is not."""
    _WAYS[channel].extend(ways)


def channels(language: str) -> Iterator[Channel]:
    """Yield the channels that are offered, in their order."""
    for name, ways in _WAYS.items():
        links = [(way.url(language), texts(way.topic).get(way.key, language).text) for way in ways]
        if name == "social":
            links += [(account.url, account.name) for account in settings.AGENCY.social]
        if links:
            yield _channel(name, tuple(links), language)


def _channel(name: str, links: tuple[tuple[str, str], ...], language: str) -> Channel:
    says, keys = speaker(language, TOPIC), texts(TOPIC)
    tongues, hours, about = f"{name}.languages", f"{name}.hours", f"{name}.about"
    own = says(tongues) if tongues in keys else Markup()
    if name in _BY_AGENTS:
        own = escape(spoken(language))
    return Channel(
        name=name,
        title=says(f"{name}.title"),
        about=says(about) if about in keys else Markup(),
        hours=says(hours if hours in keys else "facts.always"),
        cost=says("facts.free"),
        languages=own,
        tongues=() if own else tuple(OFFERED.values()),
        links=links,
    )
