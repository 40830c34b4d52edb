"""Tasks that are run again and again, as long as what they are for is on."""

from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app


def periodic(*, cron: str, is_on: bool) -> Callable[[Any], Any]:
    """Return what makes a task periodic; where it is off the task is there and is not begun.

    What was queued while it was on is still run: a job without its task would fail for ever.
    """
    return app.periodic(cron=cron) if is_on else lambda task: task
