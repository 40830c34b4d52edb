"""What the worker runs for staff: every task may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.staff import upkeep


@app.periodic(cron="57 3 * * *")
@app.task(name="guichet.staff_purge", queueing_lock="staff_purge")
def purge(timestamp: int) -> None:
    """Erase sessions that are over."""
    del timestamp
    upkeep.purge(now=clock.now())
