import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0003_bound_numbers_and_texts'),
        ('ledger', '0009_activities_found_without_their_records'),
        ('sources', '0002_bound_texts'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='activity',
            name='ledger_activity_begins',
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='ledger_activity_ends',
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['city', 'activity'], name='ledger_participation_of_city'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['activity', 'city', 'organisation', 'role', 'mode', 'people', 'certainty'], name='ledger_participation_groups'),
        ),
        migrations.AlterField(
            model_name='participation',
            name='activity',
            field=modelcluster.fields.ParentalKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='ledger.activity', verbose_name='activity'),
        ),
        migrations.AlterField(
            model_name='participation',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='cities.city', verbose_name='city'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['when_first', 'when_last', 'status', 'host', 'when', 'kind'], name='ledger_activity_begins'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['when_last', 'when_first', 'status', 'host', 'when', 'kind'], name='ledger_activity_ends'),
        ),
    ]
