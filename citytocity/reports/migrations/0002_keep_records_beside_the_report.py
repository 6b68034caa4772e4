import hashlib
import json

import django.db.models.deletion
import rfc8785
from django.db import migrations, models

import citytocity.languages.fields


def kept(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def take_the_records_out(apps, schema_editor):
    """What was handed in before has its records in itself. One whose digest does not fit keeps it,
    so that it goes on to be found out."""
    Frozen = apps.get_model("reports", "Frozen")
    Figure, Record = (apps.get_model("reports", f"Frozen{name}") for name in ("Figure", "Record"))
    for frozen in Frozen.objects.iterator(chunk_size=1):
        told = frozen.told
        if told.get("form") != 1:
            continue
        fits = hashlib.sha256(rfc8785.dumps(told)).hexdigest() == frozen.digest
        behind, kinds, records = (told.pop(name) for name in ("behind", "kinds", "records"))
        parts = {
            code: [[one["key"], one["part"], one["of"]] for one in rows]
            for code, rows in behind.items()
        }
        titles = {
            one["model"]: sorted((int(key), title) for key, title in one["titles"].items())
            for one in records
        }
        marks = {code: sha256(kept(rows)) for code, rows in parts.items()} | {
            model: sha256(kept([[key, title, ""] for key, title in rows]))
            for model, rows in titles.items()
        }
        told |= {"form": 2, "marks": marks}
        Frozen.objects.filter(pk=frozen.pk).update(
            told=told, digest=sha256(kept(told)) if fits else frozen.digest
        )
        Figure.objects.bulk_create(
            Figure(frozen=frozen, code=code, model=kinds[code], parts=rows)
            for code, rows in parts.items()
        )
        Record.objects.bulk_create(
            Record(frozen=frozen, model=model, key=key, title=title)
            for model, rows in titles.items()
            for key, title in rows
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_annual_reports_and_frozen_ones")]

    operations = [
        migrations.AlterField(
            model_name="frozen",
            name="told",
            field=citytocity.languages.fields.KeptJSONField(),
        ),
        migrations.CreateModel(
            name="FrozenFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("model", models.CharField(max_length=60)),
                ("parts", citytocity.languages.fields.KeptJSONField()),
                ("frozen", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="reports.frozen")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("frozen", "code"), name="reports_frozen_figure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("title", citytocity.languages.fields.KeptJSONField()),
                ("path", models.CharField(blank=True, max_length=500)),
                ("frozen", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="records", to="reports.frozen")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("frozen", "model", "key"), name="reports_frozen_record_once")
                ],
            },
        ),
        migrations.RunPython(take_the_records_out, migrations.RunPython.noop),
    ]
