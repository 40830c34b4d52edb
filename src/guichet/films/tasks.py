"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.films import upkeep


@app.periodic(cron="17 5 * * *")
@app.task(name="guichet.look_at_films", queueing_lock="look_at_films")
def look_at_films(timestamp: int) -> None:
    """Count the films that are stale, after the night in which they may have been made anew."""
    del timestamp
    upkeep.look()
