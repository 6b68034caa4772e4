import citytocity.visits.models.programme
import datetime
import zoneinfo
from django.db import migrations, models
from django.db.models import Q

EARLIEST, LATEST = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2200))


def bring_to_our_time(apps, schema_editor):
    """A year was mistyped where the form let it through: such items go to the first day of the
    visit, at the same hour; an end goes where it no longer follows."""
    items = apps.get_model('visits', 'ProgrammeItem').objects
    lost = items.filter(Q(starts__lt=EARLIEST) | Q(starts__gte=LATEST) | Q(ends__gte=LATEST))
    for item in lost.select_related('visit__activity'):
        starts, ends = item.starts, item.ends
        if not EARLIEST <= starts < LATEST:
            starts = _on_the_first_day(item)
        if ends and not starts < ends < LATEST:
            ends = None
        items.filter(pk=item.pk).update(starts=starts, ends=ends)


def _on_the_first_day(item):
    """Of the activity, or, if that is not known or none of our time, the day the folder was
    opened. At either end of the calendar the hour is taken as it is kept."""
    clocks = zoneinfo.ZoneInfo(item.zone)
    day = item.visit.activity.when_first
    if day is None or not EARLIEST.year < day.year < LATEST.year - 1:
        day = item.visit.opened.astimezone(clocks).date()
    try:
        hour = item.starts.astimezone(clocks).time()
    except OverflowError:
        hour = item.starts.time()
    return datetime.datetime.combine(day, hour, clocks)


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
        migrations.RunPython(bring_to_our_time, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='programmeitem',
            constraint=models.CheckConstraint(condition=models.Q(('starts__gte', datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('starts__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), models.Q(('ends__isnull', True), ('ends__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), _connector='OR')), name='visits_item_is_of_our_time', violation_error_message='Write a day between the years 1900 and 2199.'),
        ),
    ]
