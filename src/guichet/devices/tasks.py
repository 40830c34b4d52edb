"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.devices import upkeep
from guichet.kernel import clock


@app.periodic(cron="31 3 * * *")
@app.task(name="guichet.purge_devices", queueing_lock="purge_devices")
def purge_devices(timestamp: int) -> None:
    """Erase stale codes, and devices that were taken away long ago."""
    del timestamp
    upkeep.purge(now=clock.now())
