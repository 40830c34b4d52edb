"""What the worker runs: it may run twice and does its work once."""

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.figures import actions, upkeep
from guichet.figures.standards.actions import count_standards as count_standards_of
from guichet.kernel import clock
from guichet.kernel.work.periods import periodic


@app.periodic(cron="47 2 * * *")
@app.task(name="guichet.count_days", queueing_lock="count_days")
def count_days(timestamp: int) -> None:
    """Count the days that are over, half an hour before the purge of the night."""
    del timestamp
    actions.count_days(now=clock.now())


@periodic(cron="7 * * * *", is_on=settings.AGENCY.has("appointments"))
@app.task(name="guichet.look_for_first_times", queueing_lock="look_for_first_times")
def look_for_first_times(timestamp: int) -> None:
    """Note how far away the first free time is, which nobody can say afterwards."""
    del timestamp
    actions.look_for_first_times(now=clock.now())


@app.periodic(cron="53 3 * * *")
@app.task(name="guichet.purge_counts", queueing_lock="purge_counts")
def purge_counts(timestamp: int) -> None:
    """Forget the counts of steps and of refused answers whose year is over."""
    del timestamp
    upkeep.purge(now=clock.now())


@app.periodic(cron="31 4 * * *")
@app.task(name="guichet.count_standards", queueing_lock="count_standards")
def count_standards(timestamp: int) -> None:
    """Count how standards were kept, after the days of offices, before calls are forgotten."""
    del timestamp
    count_standards_of(now=clock.now())
