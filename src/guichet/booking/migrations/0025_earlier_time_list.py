import django.db.models.deletion
import guichet.kernel.enciphering.fields
from django.db import migrations, models

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Who waits for a place that comes back is offered it first, by whatever frees it."""

    dependencies = [
        ("booking", "0024_slots_of_a_closure"),
        ("offices", "0006_words_stand_in_the_first_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("offered", "Offered"),
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("left", "Left"),
                            ("over", "Over"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("identity", models.BinaryField(max_length=32, null=True)),
                ("letters", models.BinaryField(max_length=32, null=True)),
                ("words", models.BinaryField(max_length=32, null=True)),
                ("by_phone", models.BinaryField(max_length=32, null=True)),
                (
                    "client",
                    guichet.kernel.enciphering.fields.EncipheredJSON(
                        bound_to=("office_id", "service_id", "asked_at"), default=dict
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("asked_at", models.DateTimeField()),
                (
                    "weekdays",
                    models.CharField(
                        help_text="1 is Monday: 135 is every other day.", max_length=7
                    ),
                ),
                ("last_on", models.DateField(help_text="The last day that would still be of use.")),
                (
                    "lead_hours",
                    models.PositiveSmallIntegerField(help_text="How long before they must know."),
                ),
                (
                    "lapses",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Offers without any answer."
                    ),
                ),
                (
                    "asked_again_at",
                    models.DateTimeField(help_text="Whether they still want it.", null=True),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.service",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="booking.entry",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.service",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claim", models.BigIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("sends_at", models.DateTimeField(help_text="Not before: nobody is woken up.")),
                ("until_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="booking.entry",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="booking.slot",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("by_phone__isnull", False)),
                fields=["by_phone"],
                name="entries_of_a_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("asked_again_at__isnull", True), ("state", "asked")),
                fields=["id"],
                name="entries_to_ask_again",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["ended_at"],
                name="entries_that_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("identity__isnull", False)),
                fields=("identity", "office", "service"),
                name="one_entry_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryday",
            constraint=models.UniqueConstraint(
                fields=("office", "service", "day", "entry"), name="entries_by_wished_day"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state", "open"), ("told_at__isnull", True)),
                fields=["sends_at"],
                name="offers_to_tell",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("entry",),
                name="one_open_offer_an_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=("entry", "slot"), name="a_time_is_offered_once"
            ),
        ),
        *install(
            "booking",
            "is_listed",
            "entry_for",
            "offer_place",
            "offer_free_places",
            "lapse_offer",
            "end_entry",
            "decline_offer",
            "leave_place",
            "accept_offer",
            "free_place",
            "move_place",
            "end_due_claims",
        ),
    ]
