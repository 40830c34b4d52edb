"""A request to look again can say what is new about each fact on which a refusal rests."""

from django.db import migrations

import guichet.kernel.enciphering.fields


class Migration(migrations.Migration):
    dependencies = [("applications", "0024_the_second_shelf_is_unique_too")]
    operations = [
        migrations.AddField(
            model_name="reconsideration",
            name="about_facts",
            field=guichet.kernel.enciphering.fields.EncipheredJSON(
                bound_to=("decision_id", "asked_at"), db_default={}, default=dict
            ),
        ),
    ]
