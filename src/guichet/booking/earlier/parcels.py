"""What a dispatch about the list becomes when it is sent; nothing where its purpose has passed."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from guichet.booking.earlier import messages, telling
from guichet.booking.earlier.queries import LIVE
from guichet.booking.keys import tokens
from guichet.booking.models import Entry, Offer, ReleaseWish
from guichet.booking.notice.gather import spoken_on_notices
from guichet.booking.notice.texting.fitting import clock_of, parts_of
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Mail
from guichet.post.send import Parcel
from guichet.web.addresses.paths import public_address
from guichet.web.formats.dates import day_with_hour, long_day, moment, short_day


def _offer(row: Dispatch, now: datetime) -> Parcel | None:
    offers = Offer.objects.filter(pk=row.record, state=Offer.State.OPEN, until_at__gt=now)
    offer = offers.select_related("entry", "slot", "slot__office", "slot__service").first()
    if offer is None or offer.slot.closed:
        return None
    language, zone = spoken_on_notices(row.language), ZoneInfo(offer.slot.office.time_zone)
    starts_at, until = offer.slot.starts_at.astimezone(zone), offer.until_at.astimezone(zone)
    url = public_address("booking:offer", language, token=tokens.offer_token(offer.pk))
    names = offer.slot.office.names
    if row.kind == telling.OFFER:
        mail = messages.mail(
            "offer",
            language=language,
            office_names=names,
            service_names=offer.slot.service.names,
            url=url,
            moment=moment(starts_at, language),
            until=moment(until, language),
        )
        return _parcel(mail, offer.entry)
    day, by = short_day(starts_at.date(), language), clock_of(until, language)
    at_hour = day_with_hour(day, clock_of(starts_at, language), language)
    facts = {"language": language, "office_names": names, "until": by, "url": url}
    ways = (messages.text("offer", day=on, **facts) for on in (at_hour, day))
    return _parcel(min(ways, key=parts_of), offer.entry)  # the hour, if it costs no part more


def _still(row: Dispatch, now: datetime) -> Parcel | None:
    del now
    return _of_entry(row, "still", states=(Entry.State.ASKED,))


def _listed(row: Dispatch, now: datetime) -> Parcel | None:
    del now
    return _of_entry(row, "listed", states=LIVE)


def _of_entry(row: Dispatch, key: str, *, states: tuple[Entry.State, ...]) -> Parcel | None:
    entries = Entry.objects.select_related("office", "service")
    entry = entries.filter(pk=row.record, state__in=states).first()
    if entry is None:
        return None
    language = spoken_on_notices(row.language)
    url = public_address("booking:entry", language, token=tokens.entry_token(entry.pk))
    if row.kind.endswith("_text"):
        words = messages.text(key, language=language, office_names=entry.office.names, url=url)
        return _parcel(words, entry)
    mail = messages.mail(
        key,
        language=language,
        office_names=entry.office.names,
        service_names=entry.service.names,
        url=url,
        day=long_day(entry.last_on, language),
    )
    return _parcel(mail, entry)


def _wish_over(row: Dispatch, now: datetime) -> Parcel | None:
    del now
    wishes = ReleaseWish.objects.select_related("office", "service")
    wish = wishes.filter(pk=row.record).first()
    if wish is None:
        return None
    language = spoken_on_notices(wish.language)
    mail = messages.wish_over(
        language=language,
        office_names=wish.office.names,
        url=public_address(
            "booking:tell_me", language, office=wish.office_id, service=wish.service_id
        ),
    )
    return Parcel(content=mail, to=wish.email)


def _parcel(content: Mail | str, entry: Entry) -> Parcel | None:
    to = entry.client.get("phone" if isinstance(content, str) else "email", "")
    return Parcel(content=content, to=to) if to else None


MAKERS: dict[str, Callable[[Dispatch, datetime], Parcel | None]] = {
    telling.OFFER: _offer,
    f"{telling.OFFER}_text": _offer,
    telling.STILL: _still,
    f"{telling.STILL}_text": _still,
    telling.LISTED: _listed,
    f"{telling.LISTED}_text": _listed,
    telling.WISH_OVER: _wish_over,
}
