"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.contact.calls import upkeep
from guichet.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(name="guichet.look_after_calls", queueing_lock="look_after_calls")
def look_after_calls(timestamp: int) -> None:
    """End silent calls, lapse old offers, text those whose call nobody answered."""
    del timestamp
    upkeep.look_after(now=clock.now())


@app.periodic(cron="46 3 * * *")
@app.task(name="guichet.purge_calls", queueing_lock="purge_calls")
def purge_calls(timestamp: int) -> None:
    """Erase calls and call-backs whose month is over."""
    del timestamp
    upkeep.purge(now=clock.now())
