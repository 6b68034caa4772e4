"""A mark for what was handed in, and one row for a city however its name is written.

Where a city stood there more than once beside the same questionnaire, the newest answers stay.
"""

import hashlib
import unicodedata
from typing import Any

import rfc8785
from django.db import migrations, models


def mark_entries(apps: Any, _schema: Any) -> None:
    for entry in apps.get_model("ratings", "Entry").objects.iterator():
        entry.digest = hashlib.sha256(rfc8785.dumps(entry.told)).hexdigest()
        entry.save(update_fields=["digest"])


def know_cities_again(apps: Any, _schema: Any) -> None:
    seen = set()
    for one in apps.get_model("ratings", "BroughtAnswers").objects.order_by("-pk"):
        folded = unicodedata.normalize("NFKC", one.city_name).casefold()
        one.city_key = " ".join(folded.split())
        if (one.questionnaire_id, one.city_key) in seen:
            one.delete()
            continue
        seen.add((one.questionnaire_id, one.city_key))
        one.save(update_fields=["city_key"])


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_questionnaires_and_entries")]

    operations = [
        migrations.AddField(
            "entry", "digest", models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "broughtanswers",
            "city_key",
            models.CharField(default="", editable=False, max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            "broughtanswers",
            "certainties",
            models.JSONField(default=dict, verbose_name="how sure they are"),
        ),
        migrations.RunPython(mark_entries, migrations.RunPython.noop),
        migrations.RunPython(know_cities_again, migrations.RunPython.noop),
        migrations.RemoveConstraint("broughtanswers", "ratings_brought_once_for_a_city"),
        migrations.AddConstraint(
            "broughtanswers",
            models.UniqueConstraint(
                fields=("questionnaire", "city_key"), name="ratings_brought_once_for_a_city"
            ),
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                name="ratings_entry_has_a_digest",
            ),
        ),
    ]
