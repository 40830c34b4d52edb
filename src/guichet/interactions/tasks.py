"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.interactions import upkeep
from guichet.kernel import clock


@app.periodic(cron="41 3 * * *")
@app.task(name="guichet.purge_interactions", queueing_lock="purge_interactions")
def purge_interactions(timestamp: int) -> None:
    """Erase the contacts without a case whose year is over."""
    del timestamp
    upkeep.purge(now=clock.now())
