"""Titles, publishers and credits are plain text."""

import citytocity.languages.plain_text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='source',
            name='photo_credit',
            field=models.CharField(blank=True, max_length=200, validators=[citytocity.languages.plain_text.validate_plain], verbose_name='photo credit'),
        ),
        migrations.AlterField(
            model_name='source',
            name='publisher',
            field=models.CharField(blank=True, max_length=200, validators=[citytocity.languages.plain_text.validate_plain], verbose_name='publisher'),
        ),
        migrations.AlterField(
            model_name='source',
            name='title',
            field=models.CharField(max_length=300, validators=[citytocity.languages.plain_text.validate_plain], verbose_name='title'),
        ),
    ]
