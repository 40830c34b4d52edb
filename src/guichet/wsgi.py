"""What the web server calls: Django, warm before it takes the first request."""

import atexit
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from guichet import web_process
from guichet.warmup import look_up, warm_up
from guichet.web.pages.assets import served
from guichet.web.programmes import PROGRAMMES


def close_pool() -> None:
    """Close the connections of this process; left open they delay its end by seconds a thread."""
    database: Any = connection
    database.close()
    database.close_pool()


application = served(web_process.django_application)
warm_up(application, settings.WARM_PATHS, host=urlsplit(settings.PUBLIC_URL).netloc)
for programme in PROGRAMMES.values():
    look_up(programme.look_up)
connection.close()  # of this thread: a process that is forked from it must not share it
atexit.register(close_pool)
