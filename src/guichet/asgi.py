"""What the web server calls: an event loop in front, and Django in threads behind it."""

from guichet import wsgi  # first: it makes the settings and the applications ready
from guichet.kernel.meters import watch
from guichet.serving import busy
from guichet.serving.front import Front

application = Front(wsgi.application)
busy.make_ready()
watch.begin("web", application.pool.look, watch.look_at_database)
