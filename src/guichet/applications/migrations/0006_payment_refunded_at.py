from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_papers")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="refunded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_at__isnull", True),
                    models.Q(("refund_due", True), ("state", "paid")),
                    _connector="OR",
                ),
                name="only_what_is_due_is_given_back",
            ),
        ),
    ]
