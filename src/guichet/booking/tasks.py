"""What the worker runs: every task may run twice and does its work once."""

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.booking import upkeep
from guichet.booking.earlier import upkeep as earlier
from guichet.booking.keys import identities
from guichet.booking.schedule import release
from guichet.booking.telling import relocations, reminders
from guichet.kernel import clock
from guichet.kernel.work.periods import periodic
from guichet.offices import queries as offices

# What is left of appointments is still erased, and its names are still derived, when they are off.
IS_ON = settings.AGENCY.has("appointments")


@periodic(cron="* * * * *", is_on=IS_ON)
@app.task(name="guichet.end_due_claims", queueing_lock="end_due_claims")
def end_due_claims(timestamp: int) -> None:
    """Give back the places whose hold or rest is over, and tell those who asked to be told."""
    del timestamp
    upkeep.end_due_claims(now=clock.now())
    earlier.go_on(now=clock.now())
    upkeep.tell_wishes(now=clock.now())


@periodic(cron="*/5 * * * *", is_on=IS_ON)
@app.task(name="guichet.release_slots", queueing_lock="release_slots")
def release_slots(timestamp: int) -> None:
    """Make the slots of the next day of every office's horizon."""
    del timestamp
    for office in offices.offices():
        release.release_slots(office, now=clock.now())


@periodic(cron="* * * * *", is_on=IS_ON)
@app.task(name="guichet.tell_relocations", queueing_lock="tell_relocations")
def tell_relocations(timestamp: int) -> None:
    """Tell whoever has an appointment at an office that has another address, room or name."""
    del timestamp
    relocations.tell_all(now=clock.now())


@periodic(cron="*/10 * * * *", is_on=IS_ON)
@app.task(name="guichet.remind", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Enqueue the reminders whose hour has come."""
    del timestamp
    reminders.remind(now=clock.now())


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
