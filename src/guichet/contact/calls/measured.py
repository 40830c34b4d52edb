"""How long each way to us takes now, in words: measured, or said to be unknown."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from guichet.contact.call_backs import parcels, rules
from guichet.contact.call_backs import queries as call_backs
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.pages.words import window_of
from guichet.contact.calls import queries
from guichet.kernel.reading.days import authority_zone
from guichet.web.words import speaker

DAYS = timedelta(days=7)


def told(language: str, now: datetime) -> Sequence[Markup]:
    """Return a sentence for waiting, for doing it oneself, and for being called back."""
    say = speaker(language, parcels.TOPIC)
    sentences = []
    if not rules.is_open(centre(), at=now, zone=authority_zone()):
        sentences.append(say("figures.closed"))
    elif (minutes := queries.wait_minutes(now=now)) is None:
        sentences.append(say("figures.no_wait"))
    else:
        sentences.append(say("figures.wait", minutes=minutes))
    sentences.append(say("figures.yourself"))
    everything, in_time = call_backs.kept_since(now - DAYS, now=now)
    if everything:
        sentences.append(say("figures.kept", all=everything, kept=in_time))
    else:
        sentences.append(say("figures.no_kept"))
    if windows := call_backs.free_windows(now=now):
        window = window_of(windows[0].starts_at, windows[0].ends_at, language)
        sentences.append(say("figures.next", window=say("window", **window)))
    return sentences
