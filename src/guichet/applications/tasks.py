"""What the worker runs for applications: every task may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.applications import upkeep
from guichet.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(name="guichet.eta_clock", queueing_lock="eta_clock")
def watch_the_clock(timestamp: int) -> None:
    """Decide what was left undecided, and tell where 72 hours have passed."""
    del timestamp
    upkeep.decide_waiting(now=clock.now())
    upkeep.tell_late(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="guichet.eta_remind", queueing_lock="eta_remind")
def remind(timestamp: int) -> None:
    """Remind of questions whose day comes, and list those whose day has passed."""
    del timestamp
    upkeep.remind(now=clock.now())
    upkeep.list_overdue(now=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="guichet.eta_expire", queueing_lock="eta_expire")
def expire(timestamp: int) -> None:
    """End what has expired, and erase drafts that nobody touched for a month."""
    del timestamp
    upkeep.expire(now=clock.now())
    upkeep.purge(now=clock.now())
