"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.feedback import upkeep
from guichet.kernel import clock


@app.periodic(cron="51 3 * * *")
@app.task(name="guichet.purge_feedback", queueing_lock="purge_feedback")
def purge_feedback(timestamp: int) -> None:
    """Erase the reports about pages whose year is over."""
    del timestamp
    upkeep.purge(now=clock.now())
