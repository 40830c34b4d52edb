"""What a web process is before all else: its settings, its patience, every application ready.

It is imported first (`wsgi`, and `asgi` by it), for much of what serves pages imports models.
"""

import os

from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

from guichet.kernel.database import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.settings")
patience.act_as(patience.WEB)
django_application = get_wsgi_application()
# What these two do is done at the end of each request, or of use to nobody here: no query is noted.
for receiver in (close_old_connections, reset_queries):
    request_started.disconnect(receiver)
# The one cache lies in memory and has nothing to close; every request names its addresses anew.
request_finished.disconnect(close_caches)
request_finished.disconnect(reset_urlconf)
