"""What the web server calls: an event loop in front, and Django in threads behind it."""

from guichet import wsgi
from guichet.serving import busy
from guichet.serving.front import Front

application = Front(wsgi.application)
busy.make_ready()
