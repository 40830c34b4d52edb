from datetime import timedelta
from typing import Any

from django.db import migrations

from guichet.kernel import clock
from guichet.post.calendar_entries import mark_of

ROLLING = timedelta(days=1)  # in which nodes of the release before may still write


def note(apps: Any, editor: Any) -> None:
    """Note until when entries were named as before, where there are any."""
    if apps.get_model("applications", "Authorization").objects.exists():
        until = (clock.now() + ROLLING).isoformat(timespec="seconds")
        mark = {"name": mark_of("eta"), "defaults": {"value": until}}
        apps.get_model("kernel", "Mark").objects.get_or_create(**mark)


class Migration(migrations.Migration):
    """Entries of calendars that were made before keep the name they have."""

    atomic = False
    dependencies = [("applications", "0028_names_of_papers_may_be_enciphered"), ("kernel", "0016_a_right_guess_need_not_be_counted")]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
