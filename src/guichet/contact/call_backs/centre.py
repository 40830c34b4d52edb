"""The table of the contact centre: read once, from `content/tables/contact_centre.toml`."""

from datetime import timedelta
from functools import cache

from django.conf import settings

from guichet.contact.call_backs.rules import Centre, Hours
from guichet.kernel.content import layers


@cache
def centre() -> Centre:
    """Return the hours in which agents answer, and how they call people back."""
    content = layers.toml(settings.CONTENT_DIR / "tables" / "contact_centre.toml")
    windows, tries, texts = content["windows"], content["tries"], content["texts"]
    return Centre(
        hours=tuple(
            Hours(
                weekdays=frozenset(row["weekdays"]),
                opens=row["opens"],
                closes=row["closes"],
            )
            for row in content["hours"]
        ),
        closed=frozenset(content["closed"]),
        window=timedelta(minutes=windows["minutes"]),
        notice=timedelta(minutes=windows["notice_minutes"]),
        days=windows["days"],
        most=windows["most"],
        told=windows["told"],
        tries=tries["most"],
        pause=timedelta(minutes=tries["pause_minutes"]),
        taken=timedelta(minutes=tries["taken_minutes"]),
        offered=timedelta(hours=tries["offered_hours"]),
        texts_a_day=texts["most_a_day"],
        text_waits=timedelta(minutes=texts["wait_minutes"]),
        silent=timedelta(hours=content["calls"]["silent_hours"]),
    )
