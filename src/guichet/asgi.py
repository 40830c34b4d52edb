"""What the web server calls: an event loop in front, and Django in threads behind it."""

from guichet.serving import busy
from guichet.serving.front import Front
from guichet.wsgi import application as django

application = Front(django)
busy.make_ready()
