"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.contact.practice import upkeep
from guichet.kernel import clock


@app.periodic(cron="47 3 * * *")
@app.task(name="guichet.purge_practice", queueing_lock="purge_practice")
def purge_practice(timestamp: int) -> None:
    """Erase the runs of stories whose year is over."""
    del timestamp
    upkeep.purge(now=clock.now())
