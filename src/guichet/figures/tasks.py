"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.figures import actions
from guichet.kernel import clock


@app.periodic(cron="47 2 * * *")
@app.task(name="guichet.count_days", queueing_lock="count_days")
def count_days(timestamp: int) -> None:
    """Count the days that are over, half an hour before the purge of the night."""
    del timestamp
    actions.count_days(now=clock.now())
