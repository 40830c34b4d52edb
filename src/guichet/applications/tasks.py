"""What the worker runs for applications: every task may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.applications import identities, retention, upkeep
from guichet.applications.papers import upkeep as papers
from guichet.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(name="guichet.eta_clock", queueing_lock="eta_clock")
def watch_the_clock(timestamp: int) -> None:
    """Decide what was left undecided, and tell where 72 hours have passed."""
    del timestamp
    upkeep.decide_waiting(now=clock.now())
    upkeep.tell_late(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.eta_papers", queueing_lock="eta_papers")
def scan_papers(timestamp: int) -> None:
    """Scan the papers that could not be scanned when they came."""
    del timestamp
    papers.scan_waiting(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.eta_derive_words", queueing_lock="eta_derive_words")
def derive_words(timestamp: int) -> None:
    """Go on deriving by which words earlier applications are found, while any wait."""
    del timestamp
    identities.derive_words(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="guichet.eta_remind", queueing_lock="eta_remind")
def remind(timestamp: int) -> None:
    """Remind of questions whose day comes, and list those whose day has passed."""
    del timestamp
    upkeep.remind(now=clock.now())
    upkeep.list_overdue(now=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="guichet.eta_expire", queueing_lock="eta_expire")
def expire(timestamp: int) -> None:
    """End what has expired."""
    del timestamp
    upkeep.expire(now=clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="guichet.eta_purge", queueing_lock="eta_purge")
def purge(timestamp: int) -> None:
    """Erase what is kept no longer than it serves."""
    del timestamp
    retention.purge(now=clock.now())
