from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_the_database_keeps_interviews")]
    operations = [
        migrations.AddConstraint(
            "interview",
            models.UniqueConstraint(
                condition=Q(ended_at=None) & ~Q(appointment=""),
                fields=("appointment",),
                name="one_live_interview_an_appointment",
            ),
        ),
    ]
