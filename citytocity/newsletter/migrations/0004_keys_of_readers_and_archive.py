from django.db import migrations, models

import citytocity.newsletter.models.reader

AT_ONCE = 500


def a_key_for_each(apps, _schema):
    readers = apps.get_model("newsletter", "Reader").objects
    keys = list(readers.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), AT_ONCE):
        some = list(readers.filter(pk__in=keys[at : at + AT_ONCE]).only("pk"))
        for reader in some:
            reader.key = citytocity.newsletter.models.reader.new_key()
        readers.bulk_update(some, ["key"])


class Migration(migrations.Migration):
    """Keys in three steps, for a column that is added with a default has the same in all rows."""

    dependencies = [
        ("newsletter", "0003_silent_readers_clicks_and_tallies"),
    ]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="key",
            field=models.CharField(default="", editable=False, max_length=40),
        ),
        migrations.RunPython(a_key_for_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="reader",
            name="key",
            field=models.CharField(
                default=citytocity.newsletter.models.reader.new_key,
                editable=False,
                max_length=40,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="is_in_archive",
            field=models.BooleanField(default=True),
        ),
    ]
