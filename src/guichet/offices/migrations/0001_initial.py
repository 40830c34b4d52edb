"""The tables of offices, services, opening hours, closures and jurisdictions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                (
                    "names",
                    models.JSONField(
                        help_text='One name a language, {"en": …}; English is required.'
                    ),
                ),
                ("duration_minutes", models.PositiveSmallIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "overridden",
                    models.BooleanField(
                        default=False, help_text="The next import leaves it alone."
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("code", models.SlugField(max_length=8, primary_key=True, serialize=False)),
                (
                    "names",
                    models.JSONField(
                        help_text='One name a language, {"en": …}; English is required.'
                    ),
                ),
                ("street", models.CharField(max_length=200)),
                ("city", models.CharField(max_length=100)),
                (
                    "subdivision",
                    models.CharField(blank=True, help_text="A state's two letters.", max_length=10),
                ),
                ("postal_code", models.CharField(blank=True, max_length=20)),
                ("country", models.CharField(help_text="ISO 3166-1 alpha-2.", max_length=2)),
                (
                    "time_zone",
                    models.CharField(help_text="A name of the IANA database.", max_length=64),
                ),
                ("latitude", models.DecimalField(decimal_places=5, max_digits=8)),
                ("longitude", models.DecimalField(decimal_places=5, max_digits=8)),
                ("room", models.CharField(blank=True, max_length=60)),
                (
                    "access",
                    models.JSONField(
                        default=list, help_text="Codes of content/access/: how to get in."
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                ("demonstration", models.BooleanField(default=True)),
                ("holidays_country", models.CharField(default="US", max_length=2)),
                ("holidays_subdivision", models.CharField(blank=True, max_length=10)),
                ("arrive_early_minutes", models.PositiveSmallIntegerField(default=15)),
                (
                    "release_at",
                    models.TimeField(
                        help_text="Local time from which a day's places may be released."
                    ),
                ),
                ("release_window_minutes", models.PositiveSmallIntegerField(default=60)),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(default=20, help_text="Business days."),
                ),
                ("public_percent", models.PositiveSmallIntegerField(default=80)),
                (
                    "overridden",
                    models.BooleanField(
                        default=False,
                        help_text="Set when an administrator saves the office: the next import leaves it alone.",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_percent__lte", 100)),
                        name="the_public_share_is_a_percentage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5)),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "subdivision",
                    models.CharField(
                        blank=True, help_text="ISO 3166-2, as in MX-JAL.", max_length=6
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=40)),
                ("overridden", models.BooleanField(default=True)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["country", "subdivision", "postal_code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("postal_code", "country", "subdivision", "overridden"),
                        name="one_jurisdiction_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", ""), ("postal_code", ""), _negated=True),
                            models.Q(("postal_code", ""), ("country", ""), _connector="OR"),
                        ),
                        name="a_postal_code_or_a_country",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="The last closed day.")),
                (
                    "reasons",
                    models.JSONField(default=dict, help_text='One sentence a language, {"en": …}.'),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="closures_end_after_they_begin",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(help_text="Monday is 1, Sunday is 7."),
                ),
                ("opens_at", models.TimeField(help_text="Wall time at the office.")),
                (
                    "closes_at",
                    models.TimeField(
                        help_text="Wall time at the office; no appointment ends later."
                    ),
                ),
                (
                    "desks",
                    models.PositiveSmallIntegerField(help_text="How many are served at once."),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="offices.office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="offices.service",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "opening hours",
                "ordering": ["office", "service", "weekday", "opens_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                        name="weekdays_count_from_monday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="hours_end_after_they_begin",
                    ),
                    models.UniqueConstraint(
                        fields=("office", "service", "weekday", "opens_at"),
                        name="one_start_of_hours",
                    ),
                ],
            },
        ),
    ]
