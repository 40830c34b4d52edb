"""Values of these columns may be enciphered; the columns stay as they are, and so do the values."""

from django.db import migrations

import guichet.kernel.enciphering.fields


class Migration(migrations.Migration):
    dependencies = [
        ('applications', '0014_a_right_look_up_writes_nothing'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='application',
                    name='answers',
                    field=guichet.kernel.enciphering.fields.EncipheredJSON(bound_to=('number',), default=dict),
                ),
                migrations.AlterField(
                    model_name='documentrequest',
                    name='explanation',
                    field=guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=('application_id', 'wanted', 'asked_at')),
                ),
                migrations.AlterField(
                    model_name='documentrequest',
                    name='words',
                    field=guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=('application_id', 'wanted', 'asked_at')),
                ),
                migrations.AlterField(
                    model_name='enquiry',
                    name='answer',
                    field=guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=('number',)),
                ),
                migrations.AlterField(
                    model_name='enquiry',
                    name='words',
                    field=guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=('number',)),
                ),
                migrations.AlterField(
                    model_name='explanationdraft',
                    name='words',
                    field=guichet.kernel.enciphering.fields.EncipheredText(blank=True, bound_to=('application_id', 'request_id')),
                ),
                migrations.AlterField(
                    model_name='paperbytes',
                    name='content',
                    field=guichet.kernel.enciphering.fields.EncipheredBytes(bound_to=('paper_id',)),
                ),
                migrations.AlterField(
                    model_name='paperbytes',
                    name='picture',
                    field=guichet.kernel.enciphering.fields.EncipheredBytes(bound_to=('paper_id',), null=True),
                ),
                migrations.AlterField(
                    model_name='reconsideration',
                    name='new_facts',
                    field=guichet.kernel.enciphering.fields.EncipheredText(bound_to=('decision_id', 'asked_at')),
                ),
                migrations.AlterField(
                    model_name='version',
                    name='answers',
                    field=guichet.kernel.enciphering.fields.EncipheredJSON(bound_to=('application_id', 'cause', 'at')),
                ),
            ],
        ),
    ]
