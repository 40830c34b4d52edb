import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0038_applications_are_searched"),
        ("contact", "0009_proofs_go_with_who_gave_them"),
        ("interactions", "0002_who_speaks_may_change"),
    ]
    operations = [
        migrations.CreateModel(
            name="PageSent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("article", models.SlugField(db_index=False, max_length=80)),
                ("sent_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="applications.application",
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="interactions.interaction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["interaction", "application", "article"],
                        name="a_page_is_sent_once_in_a_contact",
                    )
                ],
            },
        ),
    ]
