"""What the worker runs to send: every task may run twice and does its work once."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from guichet.kernel import clock
from guichet.kernel.work import outbox
from guichet.post import catching_up
from guichet.post import deliver as post_deliver


@app.task(name=outbox.DELIVER, queue="outbox", pass_context=True)
def deliver(context: JobContext, *, dispatch: int) -> None:
    """Send one dispatch; what fails is tried again, later each time, until it expires."""
    del context
    post_deliver.deliver(dispatch, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="guichet.send_again", queueing_lock="send_again")
def send_again(timestamp: int) -> None:
    """Try again what could not be sent, and whatever a lost worker had in hand."""
    del timestamp
    catching_up.drain(clock.now)
