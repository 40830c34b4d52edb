"""What the web server calls: an event loop in front, and Django in threads behind it.

Loaded once, before the processes part; `begin` is called in each of them.
"""

import atexit
from functools import partial

from django.conf import settings

from guichet import wsgi  # first: it makes the settings and the applications ready
from guichet.counter.display import board, notices
from guichet.kernel.enciphering import current
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.engine.hearing import Ear
from guichet.kernel.meters import watch
from guichet.kernel.tracing import switch
from guichet.notices.standing import following
from guichet.serving import busy
from guichet.serving.front import Front
from guichet.serving.streams import Streams

displays = Streams(board.look_anew, partial(Ear, board.CHANNEL), beside=notices.told_at)
application = Front(wsgi.application, streams=displays)
busy.make_ready()
wsgi.close_pool()
switch.load(settings.TRACES_RECEIVER)


def begin() -> Front:
    """Return what serves, with what each process has of its own."""
    breaker.begin_anew()
    atexit.register(wsgi.close_pool)
    watch.begin("web", application.pool.look, watch.look_at_database, current.look_aside)
    switch.begin("web", settings.TRACES_RECEIVER)
    following.begin()
    return application
