"""What the worker runs for interviews: it may run twice and does its work once."""

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.interviews import following, upkeep
from guichet.kernel import clock
from guichet.kernel.work.periods import periodic


@periodic(cron="*/5 * * * *", is_on=settings.AGENCY.has("eta"))
@app.task(name="guichet.eta_interviews", queueing_lock="eta_interviews")
def tell_of_ended_interviews(timestamp: int) -> None:
    """Tell whose interview does not take place, and follow the appointments that were named."""
    del timestamp
    upkeep.tell_ended(now=clock.now())
    following.follow_appointments(now=clock.now())
