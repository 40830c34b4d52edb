"""What the worker runs: every task may run twice and does its work once."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from guichet.booking import upkeep
from guichet.booking.keys import identities
from guichet.booking.schedule import release
from guichet.booking.telling import relocations
from guichet.kernel import clock
from guichet.kernel.work import tidying
from guichet.offices import queries as offices

STALLED_AFTER = 30  # seconds without a sign of life from the worker that took the job


@app.periodic(cron="* * * * *")
@app.task(name="guichet.end_due_claims", queueing_lock="end_due_claims")
def end_due_claims(timestamp: int) -> None:
    """Give back the places whose hold or rest is over, and tell those who asked to be told."""
    del timestamp
    upkeep.end_due_claims(now=clock.now())
    upkeep.tell_wishes(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="guichet.release_slots", queueing_lock="release_slots")
def release_slots(timestamp: int) -> None:
    """Make the slots of the next day of every office's horizon."""
    del timestamp
    for office in offices.offices():
        release.release_slots(office, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.tell_relocations", queueing_lock="tell_relocations")
def tell_relocations(timestamp: int) -> None:
    """Tell whoever has an appointment at an office that has another address, room or name."""
    del timestamp
    relocations.tell_all(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="guichet.remind", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Enqueue the reminders whose hour has come."""
    del timestamp
    upkeep.remind(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="guichet.purge_soon", queueing_lock="purge_soon")
def purge_soon(timestamp: int) -> None:
    """Erase what is kept for minutes or hours, as often as the privacy page promises."""
    del timestamp
    upkeep.purge_soon(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.derive_names", queueing_lock="derive_names")
def derive_names(timestamp: int) -> None:
    """Go on deriving under which letters and words earlier bookings are found, while any wait."""
    del timestamp
    identities.derive_again(now=clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="guichet.purge", queueing_lock="purge")
def purge(timestamp: int) -> None:
    """Erase what is kept no longer than it serves."""
    del timestamp
    upkeep.purge(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.tidy", queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Take away jobs that are done, and failures that were made good."""
    del timestamp
    tidying.tidy()


@app.periodic(cron="* * * * *")
@app.task(name="guichet.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Run again the jobs of a worker that died with them in hand."""
    del context, timestamp
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)
