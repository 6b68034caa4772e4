from django.db import migrations, models


class Migration(migrations.Migration):
    """The database knows the default too: old code beside this one can still add rows."""

    dependencies = [
        ('visits', '0002_hours_of_our_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='programmeitem',
            name='sight',
            field=models.BooleanField(db_default=False, default=False, verbose_name='sight'),
        ),
    ]
