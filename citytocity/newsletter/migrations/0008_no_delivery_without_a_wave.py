import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself: PostgreSQL changes no table in the transaction that gave its rows their waves."""

    dependencies = [
        ("newsletter", "0007_a_wave_for_each_delivery"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="wave",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="newsletter.wave",
            ),
        ),
    ]
