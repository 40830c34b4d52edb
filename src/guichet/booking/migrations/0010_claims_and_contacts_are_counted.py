from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0009_places_are_told")]
    operations = [
        *(
            migrations.AddField(
                "appointment", name, models.BinaryField(null=True, max_length=32)
            )
            for name in ("home", "site", "by_phone", "by_mailbox")
        ),
        migrations.AddField("appointment", "address_confirmed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="ContactCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact", models.BinaryField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "Phone"), ("email", "Email")], max_length=5
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["contact", "asked_at"], name="codes_of_a_contact")]
            },
        ),
    ]
