from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_officers_have_questions_open")]

    operations = [
        migrations.AddField(table, "page_at", models.DateTimeField(null=True))
        for table in ("presence", "questionpresence")
    ]
