"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.counter import upkeep
from guichet.kernel import clock


@app.periodic(cron="27 3 * * *")
@app.task(name="guichet.purge_tickets", queueing_lock="purge_tickets")
def purge_tickets(timestamp: int) -> None:
    """Erase tickets that serve no more."""
    del timestamp
    upkeep.purge(now=clock.now())
