from django.db import migrations, models

import guichet.kernel.enciphering.fields

REQUEST, BOUND = "documentrequest", ("application_id", "kind", "asked_at")


def words() -> models.Field:
    return guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=BOUND)


class Migration(migrations.Migration):
    """Give the code of what is asked for the name of a thing; its column keeps the one it has."""

    dependencies = [("applications", "0031_words_say_their_language")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(REQUEST, "wanted", "kind"),
                migrations.AlterField(
                    REQUEST, "kind", models.CharField(max_length=40, db_column="wanted")
                ),
                migrations.AlterField(REQUEST, "words", words()),
                migrations.AlterField(REQUEST, "explanation", words()),
            ]
        )
    ]
