import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0006_payment_refunded_at")]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="applications.application",
            ),
        ),
    ]
