from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Whoever shows a queue hears that it has changed, instead of asking again and again."""

    dependencies = [
        ("counter", "0004_a_kiosk_gives_one_ticket_a_stay"),
        ("devices", "0001_initial"),
    ]
    operations = install("counter", "tell_displays")
