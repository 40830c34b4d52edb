"""Carry every version of a notice to every channel, and write down what was read back there."""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from guichet.kernel import clock
from guichet.notices import queries
from guichet.notices.models import Receipt, WebNoticeVersion
from guichet.notices.receipts import site
from guichet.notices.receipts.channels import Channel, ChannelError, wish_of
from guichet.notices.receipts.social import KEPT, social
from guichet.notices.receipts.webhooks import webhooks
from guichet.notices.values import FEEDS_KEEP, Notice, Version

log = logging.getLogger(__name__)
LATELY = FEEDS_KEEP + timedelta(hours=24)  # until the last all-clear has surely gone
SOON, AT_LATEST = timedelta(seconds=15), timedelta(minutes=10)  # between two tries
LOOKS, PAUSE = 5, 0.5  # at our own pages, which show within a second what stands in the file


def channels(read: site.Read = site.read) -> list[Channel]:
    """Return all channels of this site."""
    return [*site.channels(read), *social(), *webhooks()]


def carry_all(*, now: datetime, channels: Sequence[Channel]) -> int:
    """Do what is due on each channel; return how much of it has to be done again.

    One channel that is down keeps no other one waiting for its turn.
    """
    return sum(
        not _carry(notice, version, channel, now=now)
        for notice in _notices(now=now)
        for version in notice.published
        for channel in channels
    )


def carry_soon(*, anew: bool = False) -> None:
    """Do what is due, and look at our own pages again until they show it.

    With `anew` something has changed, and whoever failed before is asked at once.
    """
    ours = site.channels(site.read)
    others: list[Channel] = [*social(), *webhooks()]
    if anew:
        _forget_waits([*ours, *others])
    for _look in range(LOOKS):
        if not carry_all(now=clock.now(), channels=ours):
            break
        time.sleep(PAUSE)
        _forget_waits(ours)
    carry_all(now=clock.now(), channels=others)


def _notices(*, now: datetime) -> Iterator[Notice]:
    recent = Q(state="published") | Q(ended_at__gt=now - LATELY)
    for row in queries.notices().filter(recent):
        yield queries.value_of(row)


def _carry(notice: Notice, version: Version, channel: Channel, *, now: datetime) -> bool:
    receipt = _receipt(notice, version.number, channel.name)
    if receipt.is_over or (receipt.next_try_at and receipt.next_try_at > now):
        return receipt.is_over
    wish = wish_of(notice, version, now=now)
    if (wish.is_up and receipt.read_back_at) or not (wish.is_up or wish.down_since):
        return True
    if receipt.all_clear_id and wish.down_since and now < wish.down_since + KEPT:
        return True
    receipt.tries += 1
    receipt.save(update_fields=["tries"])  # before: whoever dies now has tried
    try:
        channel.carry(wish, receipt)
        receipt.next_try_at = None
    except (ChannelError, OSError, ValueError) as error:  # those of requests are of OSError
        receipt.next_try_at = now + min(SOON * 2 ** min(receipt.tries - 1, 8), AT_LATEST)
        log.warning("A web notice waits for %s: %s", channel.name, type(error).__name__)
    receipt.save()
    return receipt.next_try_at is None


def _receipt(notice: Notice, number: int, channel: str) -> Receipt:
    version = WebNoticeVersion.objects.get(notice=notice.id, number=number)
    return Receipt.objects.get_or_create(version=version, channel=channel)[0]


def _forget_waits(channels: Sequence[Channel]) -> None:
    names = [channel.name for channel in channels]
    Receipt.objects.filter(channel__in=names, is_over=False).update(next_try_at=None)
