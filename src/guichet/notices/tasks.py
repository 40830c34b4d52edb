"""What the worker runs: it may run twice and does its work once."""

from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.notices import actions
from guichet.notices.drafts import failing
from guichet.notices.receipts import actions as receipts
from guichet.notices.standing import file


@app.periodic(cron="* * * * *")
@app.task(name="guichet.keep_web_notices", queueing_lock="keep_web_notices")
def keep_web_notices(timestamp: int) -> None:
    """End what has come to its time; pages have stopped showing it by themselves."""
    del timestamp
    if file.has_journal():  # where no web server follows
        actions.bring_up_to_date(now=clock.now())
    actions.expire(now=clock.now())
    failing.look(now=clock.now())
    receipts.carry_soon()


@app.task(name=actions.TELL, queueing_lock=actions.TELL)
def tell_web_notice() -> None:
    """Tell every channel what has changed, and read back that it says so."""
    receipts.carry_soon(anew=True)
