"""Population, its year and the area get their bounds; what sources say is plain text."""

from decimal import Decimal

import citytocity.languages.plain_text
import django.core.validators
from django.db import migrations, models

BOUNDS = {"population": (0, 100_000_000), "population_year": (1, 2200), "area_km2": (Decimal("0.01"), 10**7)}


def forget_impossible_numbers(apps, editor):
    """What is out of bounds was a slip of the hand: it is as good as not known."""
    for field, bounds in BOUNDS.items():
        rows = apps.get_model("cities", "City").objects.filter(**{f"{field}__isnull": False})
        rows.exclude(**{f"{field}__range": bounds}).update(**{field: None})


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RunPython(forget_impossible_numbers, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='city',
            name='area_km2',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='area, km²'),
        ),
        migrations.AlterField(
            model_name='city',
            name='population',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000000)], verbose_name='population'),
        ),
        migrations.AlterField(
            model_name='city',
            name='population_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2200)], verbose_name='year counted'),
        ),
        migrations.AlterField(
            model_name='citycitation',
            name='states',
            field=models.CharField(blank=True, help_text='What this source says, if sources disagree. A date or a number if it is one.', max_length=300, validators=[citytocity.languages.plain_text.validate_plain], verbose_name='says'),
        ),
        migrations.AlterField(
            model_name='organisationcitation',
            name='states',
            field=models.CharField(blank=True, help_text='What this source says, if sources disagree. A date or a number if it is one.', max_length=300, validators=[citytocity.languages.plain_text.validate_plain], verbose_name='says'),
        ),
        migrations.AddConstraint(
            model_name='city',
            constraint=models.CheckConstraint(condition=models.Q(('population__lte', 100000000)), name='cities_population_is_possible', violation_error_message='No city has so many inhabitants.'),
        ),
        migrations.AddConstraint(
            model_name='city',
            constraint=models.CheckConstraint(condition=models.Q(('population_year__range', (1, 2200))), name='cities_population_year_is_possible', violation_error_message='The year counted must be one from 1 to 2200.'),
        ),
        migrations.AddConstraint(
            model_name='city',
            constraint=models.CheckConstraint(condition=models.Q(('area_km2__gt', 0)), name='cities_area_is_possible', violation_error_message='The area must be more than nothing.'),
        ),
    ]
