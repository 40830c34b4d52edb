"""What the worker runs for the house itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.kernel.record import seals
from guichet.kernel.work import tidying

STALLED_AFTER = 30  # seconds without a sign of life from the worker that took the job


@app.periodic(cron="* * * * *")
@app.task(name="guichet.seal_record", queueing_lock="seal_record")
def seal_record(timestamp: int) -> None:
    """Seal the lines of the record that were written since, and keep the newest seal elsewhere."""
    del timestamp
    seals.seal_all(now=clock.now())


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
