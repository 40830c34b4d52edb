from django.db import migrations, models


def hash_of_next_key(model: str, column: str) -> migrations.AddField:
    return migrations.AddField(model, f"{column}_next", models.BinaryField(max_length=32, null=True))


class Migration(migrations.Migration):
    """Room for keyed hashes under a second key, empty but in a rotation; PINs note their key."""

    dependencies = [("applications", "0022_second_readings_are_validated")]
    operations = [
        *(hash_of_next_key("application", name) for name in ("passport", "person", "person_words")),
        *(hash_of_next_key("authorization", name) for name in ("passport", "person")),
        migrations.AddField(
            "application", "pin_key", models.PositiveSmallIntegerField(db_default=1, default=1)
        ),
    ]
