"""What the worker runs for the house itself."""

from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.kernel.record import seals


@app.periodic(cron="* * * * *")
@app.task(name="guichet.seal_record", queueing_lock="seal_record")
def seal_record(timestamp: int) -> None:
    """Seal the lines of the record that were written since, and keep the newest seal elsewhere."""
    del timestamp
    seals.seal_all(now=clock.now())
