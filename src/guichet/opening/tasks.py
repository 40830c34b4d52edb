"""What the worker runs: it may run twice and does its work once."""

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.kernel.work.periods import periodic
from guichet.opening import actions


@periodic(cron="* * * * *", is_on=settings.AGENCY.has("appointments"))
@app.task(name=actions.SETTLE, queueing_lock="settle_closures", lock="settle_closures")
def settle_closures(timestamp: int) -> None:
    """Give an outcome to everybody whom a closure has hit: go on where another one stopped."""
    del timestamp
    actions.settle_all(now=clock.now())
