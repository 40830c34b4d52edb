from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_payment_without_application")]
    operations = [
        migrations.AddField(
            "application", "person_words", models.BinaryField(null=True, max_length=32)
        ),
    ]
