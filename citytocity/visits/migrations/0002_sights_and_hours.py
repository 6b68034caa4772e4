import citytocity.visits.models.programme
import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='programmeitem',
            name='sight',
            field=models.BooleanField(db_default=False, default=False, verbose_name='sight'),
        ),
        migrations.AlterField(
            model_name='programmeitem',
            name='ends',
            field=models.DateTimeField(blank=True, null=True, validators=[citytocity.visits.models.programme.validate_of_our_time], verbose_name='ends'),
        ),
        migrations.AlterField(
            model_name='programmeitem',
            name='starts',
            field=models.DateTimeField(validators=[citytocity.visits.models.programme.validate_of_our_time], verbose_name='begins'),
        ),
        migrations.AddConstraint(
            model_name='programmeitem',
            constraint=models.CheckConstraint(condition=models.Q(('starts__gte', datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('starts__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), models.Q(('ends__isnull', True), ('ends__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), _connector='OR')), name='visits_item_is_of_our_time', violation_error_message='Write a day between the years 1900 and 2199.'),
        ),
    ]
