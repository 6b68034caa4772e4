import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def _person(words):
    return models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name=words)


def note_when_they_began(apps, _editor):
    """What is out began when it was released."""
    issues = apps.get_model('newsletter', 'Issue').objects
    issues.exclude(released=None).update(begins=models.F('released'))


class Migration(migrations.Migration):

    dependencies = [
        ('newsletter', '0001_initial'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('stopped', 'The mail server takes no letters from this site.'), ('put-off', 'The mail server asks us to wait.'), ('silent', 'The mail server does not answer.'), ('settings', 'With these settings no letter can be sent.')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('heard', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'halt of the newsletter',
                'verbose_name_plural': 'halts of the newsletter',
            },
        ),
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves', to='newsletter.issue')),
                ('moment', models.DateTimeField()),
                ('zones', models.JSONField(default=list)),
                ('is_late', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'wave of letters',
                'verbose_name_plural': 'waves of letters',
                'ordering': ['moment', 'pk'],
            },
        ),
        migrations.RemoveIndex(model_name='reader', name='newsletter_readers_alike'),
        migrations.AddField(model_name='issue', name='begins', field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(model_name='issue', name='changed_by', field=_person('changed by')),
        migrations.AddField(model_name='issue', name='handed', field=models.DateTimeField(blank=True, null=True, verbose_name='handed over')),
        migrations.AddField(model_name='issue', name='handed_by', field=_person('handed over by')),
        migrations.AddField(model_name='issue', name='is_by_one', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='issue', name='planned_day', field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name='issue', name='planned_time', field=models.TimeField(blank=True, null=True)),
        migrations.AddField(model_name='issue', name='remarks', field=models.TextField(blank=True, verbose_name='remarks')),
        migrations.AddField(model_name='issue', name='timing', field=models.CharField(choices=[('now', 'Now'), ('moment', 'At one moment, for everybody'), ('local', 'At this hour where the reader is')], default='now', max_length=6)),
        migrations.AddField(model_name='newsletter', name='is_looked_at', field=models.BooleanField(default=True, help_text='Whoever changed it last does not release it. Who works alone switches this off; the history of each issue says so.', verbose_name='a second person looks at each issue')),
        migrations.AddField(model_name='newsletter', name='time_zone', field=models.CharField(blank=True, help_text='Of readers of whom no other is known. Empty: that of the office.', max_length=60, verbose_name='time zone')),
        migrations.AddField(model_name='reader', name='time_zone', field=models.CharField(blank=True, max_length=60, verbose_name='time zone')),
        migrations.AlterField(model_name='issue', name='state', field=models.CharField(choices=[('draft', 'being made'), ('scheduled', 'waits for its hour'), ('sending', 'being sent'), ('sent', 'sent'), ('cancelled', 'stopped while it was sent')], default='draft', max_length=10, verbose_name='state')),
        migrations.AddIndex(model_name='reader', index=models.Index(fields=['state', 'language', 'rhythm', 'wish', 'time_zone'], name='newsletter_readers_alike')),
        migrations.RunPython(note_when_they_began, migrations.RunPython.noop),
        migrations.AddConstraint(model_name='issue', constraint=models.CheckConstraint(condition=models.Q(models.Q(('begins__isnull', True), ('released__isnull', True)), models.Q(('begins__gte', models.F('released')), ('released__isnull', False)), _connector='OR'), name='newsletter_issue_begins_once_released')),
        migrations.AddConstraint(model_name='issue', constraint=models.CheckConstraint(condition=models.Q(('released__isnull', True), ('is_by_one', True), models.Q(('released_by', models.F('changed_by')), _negated=True), _connector='OR'), name='newsletter_issue_is_seen_by_two_or_says_so')),
        migrations.AddConstraint(model_name='issue', constraint=models.CheckConstraint(condition=models.Q(models.Q(('planned_day__isnull', True), ('planned_time__isnull', True), ('timing', 'now')), models.Q(models.Q(('timing', 'now'), _negated=True), ('planned_day__isnull', False), ('planned_time__isnull', False)), _connector='OR'), name='newsletter_issue_has_its_hour')),
        migrations.AddConstraint(model_name='issue', constraint=models.CheckConstraint(condition=models.Q(('handed__isnull', True), ('remarks', ''), _connector='OR'), name='newsletter_issue_is_handed_over_or_has_remarks')),
        migrations.AddConstraint(model_name='halt', constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='newsletter_halt_is_one')),
        migrations.AddField(model_name='delivery', name='wave', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='newsletter.wave')),
        migrations.AddConstraint(model_name='wave', constraint=models.UniqueConstraint(fields=('issue', 'moment', 'is_late'), name='newsletter_wave_once')),
    ]
