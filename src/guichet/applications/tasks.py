"""What the worker runs for applications: every task may run twice and does its work once."""

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.applications import identities, retention
from guichet.applications.contacts import records
from guichet.applications.decisions import authorizations, listing, requests, upkeep
from guichet.applications.papers import actions as papers
from guichet.applications.papers import queue as making
from guichet.applications.papers import upkeep as papers_upkeep
from guichet.applications.searching import keys as search_keys
from guichet.kernel import clock
from guichet.kernel.enciphering import rewriting
from guichet.kernel.work import workers
from guichet.kernel.work.periods import periodic

# What is left of applications is still erased, and its words are still derived, when they are off.
IS_ON = settings.AGENCY.has("eta")


@periodic(cron="* * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_clock", queueing_lock="eta_clock")
def watch_the_clock(timestamp: int) -> None:
    """Decide what was left undecided, and tell where 72 hours have passed."""
    del timestamp
    upkeep.decide_waiting(now=clock.now())
    upkeep.tell_late(now=clock.now())


@app.task(name=making.MAKE, queue=workers.PAPERS)
def make_paper(paper: int) -> None:
    """Scan a paper that came and make it anew; what cannot be scanned now waits on."""
    papers.check(paper, now=clock.now())


@periodic(cron="* * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_papers", queue=workers.PAPERS, queueing_lock="eta_papers")
def look_at_waiting_papers(timestamp: int) -> None:
    """Take up again the papers that could not be scanned, once the scanner answers."""
    del timestamp
    papers_upkeep.take_up_waiting(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.eta_derive_words", queueing_lock="eta_derive_words")
def derive_words(timestamp: int) -> None:
    """Go on deriving by which words earlier applications are found, while any wait."""
    del timestamp
    identities.derive_words(now=clock.now())


@periodic(cron="23 * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_search_keys", queueing_lock="eta_search_keys")
def derive_search_keys(timestamp: int) -> None:
    """Derive by what applications are searched that a release before has signed."""
    del timestamp
    for _count in search_keys.derive():
        pass


@periodic(cron="* * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_list", queueing_lock="eta_list")
def look_after_the_list(timestamp: int) -> None:
    """Bring the officers' list up to date, while a release before writes to it too."""
    del timestamp
    while listing.look_after(now=clock.now()) + records.look_after():
        pass


@periodic(cron="*/10 * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_remind", queueing_lock="eta_remind")
def remind(timestamp: int) -> None:
    """Remind of questions whose day comes, and list those whose day has passed."""
    del timestamp
    requests.remind(now=clock.now())
    requests.list_overdue(now=clock.now())


@periodic(cron="7 * * * *", is_on=IS_ON)
@app.task(name="guichet.eta_expire", queueing_lock="eta_expire")
def expire(timestamp: int) -> None:
    """End what has expired."""
    del timestamp
    authorizations.expire(now=clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="guichet.eta_purge", queueing_lock="eta_purge")
def purge(timestamp: int) -> None:
    """Erase what is kept no longer than it serves, and encipher what was left in clear."""
    del timestamp
    retention.purge(now=clock.now())
    rewriting.sweep(now=clock.now())
