"""The channels on which a scenario is played, and whose words serve where there are none.

Each reads the words of its own channel, then those of the next of its line, then those without a
channel. What is spoken never falls back on what is written: nobody reads an address aloud.
"""

from collections.abc import Container

LINES = {
    "web": ("web",),
    "telephone": ("telephone",),
    "in_person": ("in_person", "telephone"),
    "airline": ("airline", "in_person", "telephone"),
    "kiosk": ("kiosk", "web"),
}
SPOKEN = ("telephone", "in_person", "airline")  # staff play it, and say the words
STAFF_LANGUAGES = ("en", "fr")


def key_on(channel: str, key: str, keys: Container[str]) -> str | None:
    """Return the key whose words serve on a channel, or None where none do.

    >>> key_on("in_person", "paid.ask", {"paid.ask.web", "paid.ask.telephone"})
    'paid.ask.telephone'
    >>> key_on("telephone", "paid.yes", {"paid.yes"}), key_on("telephone", "a.ask", {"a.ask.web"})
    ('paid.yes', None)
    """
    candidates = (*(f"{key}.{line}" for line in LINES[channel]), key)
    return next((candidate for candidate in candidates if candidate in keys), None)
