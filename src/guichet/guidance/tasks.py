"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.guidance.knowledge import actions, upkeep
from guichet.kernel import clock


@app.periodic(cron="*/5 * * * *")
@app.task(name="guichet.publish_articles", queueing_lock="publish_articles")
def publish_articles(timestamp: int) -> None:
    """Publish the articles about what staff have changed since, such as the hours of an office."""
    del timestamp
    actions.publish(now=clock.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="guichet.purge_searches", queueing_lock="purge_searches")
def purge_searches(timestamp: int) -> None:
    """Forget the counts of searches whose year is over."""
    del timestamp
    upkeep.purge(now=clock.now())
