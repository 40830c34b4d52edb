"""Words beside a question and answers to people say in which other language they are meant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0030_who_looks_again_says_why")]
    operations = [
        migrations.AddField(
            model_name="documentrequest",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="answer_language",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
    ]
