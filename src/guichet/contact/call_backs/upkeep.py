"""What time does to call-backs: offers lapse, texts go out, what is over is erased."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from guichet.contact.call_backs import texting
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.kernel.record import audit

State = CallBack.State


@transaction.atomic
def look_after(*, now: datetime) -> int:
    """End what was never confirmed before its window was over, and offers that grew old."""
    unconfirmed = Q(state=State.ASKED, ends_at__lte=now)
    old = Q(state=State.OFFERED, asked_at__lte=now - centre().offered)
    rows = CallBack.objects.filter(unconfirmed | old).select_for_update(skip_locked=True)
    pks = list(rows.values_list("pk", flat=True))
    CallBack.objects.filter(pk__in=pks).update(state=State.LAPSED, ended_at=now)
    for pk in pks:
        audit.write("lapse", "call_back", pk, actor="system", now=now)
    return len(pks)


def tell_missed(*, now: datetime) -> int:
    """Text those whose call nobody answered, once it is sure that nobody did."""
    since = now - centre().text_waits
    texts = 0
    rows = CallBack.objects.filter(
        state=State.OFFERED, tries=0, asked_at__lte=since, asked_at__gt=since - timedelta(hours=1)
    )
    for call_back in rows:
        with transaction.atomic():
            texts += texting.tell_missed(call_back, now=now)
    return texts
