from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom a closure hit stays known when it is taken back."""

    dependencies = [
        ("offices", "0008_closures_of_hours_are_in_order"),
        ("opening", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="ended_closure",
            field=models.BigIntegerField(
                db_index=True,
                help_text="The number of the closure, once it was taken back.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="closure",
            field=models.ForeignKey(
                null=True,
                on_delete=models.SET_NULL,
                related_name="outcomes",
                to="offices.closure",
            ),
        ),
    ]
