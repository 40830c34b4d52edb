import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0003_officertask_due_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=10, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("late", "Late"), ("trouble", "Trouble"), ("other", "Other")],
                        max_length=8,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=12)),
                ("references", models.JSONField(default=list)),
                ("words", models.TextField(blank=True)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=12)),
                ("facts", models.JSONField(default=dict)),
                ("once", models.CharField(max_length=43, null=True, unique=True)),
                ("created_at", models.DateTimeField()),
                ("promised_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enquiries",
                        to="applications.application",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["promised_on"],
                        name="enquiries_that_wait",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^E[0-9]{9}$")),
                        name="enquiry_numbers_have_a_shape",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("application__isnull", False)
                        ),
                        fields=("application", "kind"),
                        name="one_open_enquiry_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("application__isnull", False),
                            ("answered_at__isnull", False),
                            models.Q(("reply_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_enquiry_can_be_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("officer__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("officer__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_answers_in_words",
                    ),
                ],
            },
        ),
    ]
