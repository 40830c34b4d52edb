import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_enquiry")]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('pdf', 'Pdf'), ('jpeg', 'Jpeg'), ('png', 'Png'), ('heic', 'Heic')], max_length=4)),
                ('size', models.PositiveIntegerField()),
                ('pages', models.PositiveSmallIntegerField(default=1)),
                ('digest', models.BinaryField(max_length=32)),
                ('verdict', models.CharField(choices=[('clean', 'Clean'), ('infected', 'Infected'), ('not_scanned', 'Not Scanned')], default='not_scanned', max_length=11)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('ready', 'Ready'), ('handed_in', 'Handed In'), ('refused', 'Refused'), ('removed', 'Removed')], default='waiting', max_length=9)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('added_at', models.DateTimeField()),
                ('scanned_at', models.DateTimeField(null=True)),
                ('handed_in_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='applications.application')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='applications.documentrequest')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperBytes',
            fields=[
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='bytes', serialize=False, to='applications.paper')),
                ('content', models.BinaryField()),
                ('picture', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ExplanationDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='applications.application')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='applications.documentrequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'request'), name='one_draft_a_question', nulls_distinct=False)],
            },
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['scanned_at'], name='papers_in_quarantine'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('handed_in_at__isnull', True)), fields=['added_at'], name='papers_not_handed_in'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ready', 'handed_in']), _negated=True), ('verdict', 'clean'), _connector='OR'), name='only_clean_papers_are_opened'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'handed_in'), _negated=True), models.Q(('handed_in_at__isnull', False), ('request__isnull', False)), _connector='OR'), name='papers_handed_in_say_when'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'ready'])), fields=('application', 'request', 'digest'), name='a_paper_is_added_once', nulls_distinct=False),
        ),
        # What is compressed already is not compressed again.
        migrations.RunSQL(
            "ALTER TABLE applications_paperbytes ALTER COLUMN content SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
