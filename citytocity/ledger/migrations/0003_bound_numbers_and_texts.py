"""Numbers get their bounds, names of persons their languages, and what is cited its protection."""

import json

import django.db.models.deletion
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.db.models import Q, TextField, Value

from citytocity.languages.fields import NameField
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.text import Words

MOST_PEOPLE = 10_000_000
HEADS = {"people": "people", "youth": "of them young people", "women": "women and girls", "men": "men and boys", "nonbinary": "non-binary people"}
CITED = ("activity", "agreement", "partnership", "programme", "recognition", "result")
NAMES = {"inspiration": ["author"], "participation": ["head_name"], "recognition": ["presented_by", "received_by"], "signatory": ["name"]}
BOUNDS = {
    ("activity", "edition"): (1, 1000),
    ("activity", "attendance"): (0, MOST_PEOPLE),
    ("programme", "every_years"): (1, 100),
    ("recognition", "rank"): (1, 10_000),
    ("result", "value"): (0, 10**12),
} | {("participation", head): (0, MOST_PEOPLE) for head in HEADS}


def forget_impossible_numbers(apps, editor):
    """What is out of bounds was a slip of the hand: it is as good as not known."""
    for (model, field), bounds in BOUNDS.items():
        rows = apps.get_model("ledger", model).objects.filter(**{f"{field}__isnull": False})
        rows.exclude(**{f"{field}__range": bounds}).update(**{field: None})


def names_by_language(apps, editor):
    _rewrite(apps, lambda name: json.dumps({settings.LANGUAGE_CODE: str(name)}, ensure_ascii=False))


def names_as_plain_text(apps, editor):
    _rewrite(apps, lambda name: name.data[name.original][:200])


def _rewrite(apps, rewritten):
    for model, fields in NAMES.items():
        rows = apps.get_model("ledger", model).objects
        for field in fields:
            for key, name in rows.exclude(Q(**{f"{field}__exact": Value("")})).values_list("pk", field):
                text = Value(rewritten(Words(name)), TextField())
                rows.filter(pk=key).update(**{field: text})


def alter(model, field, changed):
    return migrations.AlterField(model_name=model, name=field, field=changed)


def bound(model, name, condition, message):
    constraint = models.CheckConstraint(condition=condition, name=f"ledger_{name}", violation_error_message=message)
    return migrations.AddConstraint(model_name=model, constraint=constraint)


def states():
    help_text = "What this source says, if sources disagree. A date or a number if it is one."
    return models.CharField(blank=True, help_text=help_text, max_length=300, validators=[validate_plain], verbose_name="says")


def heads(field, verbose_name):
    under = {"help_text": "Under 30."} if field == "youth" else {}
    return models.PositiveIntegerField(blank=True, null=True, validators=[MaxValueValidator(MOST_PEOPLE)], verbose_name=verbose_name, **under)


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0003_bound_numbers_and_texts"),
        ("ledger", "0002_initial"),
        ("sources", "0002_bound_texts"),
    ]

    operations = [
        migrations.RunPython(forget_impossible_numbers, migrations.RunPython.noop),
        *(alter(f"{model}citation", "states", states()) for model in CITED),
        *(alter("participation", field, heads(field, name)) for field, name in HEADS.items()),
        alter("activity", "attendance", models.PositiveIntegerField(blank=True, help_text="Everybody, audience included.", null=True, validators=[MaxValueValidator(MOST_PEOPLE)], verbose_name="people present")),
        alter("activity", "edition", models.PositiveSmallIntegerField(blank=True, null=True, validators=[MinValueValidator(1), MaxValueValidator(1000)], verbose_name="edition")),
        alter("agreement", "partnership", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="ledger.partnership", verbose_name="partnership")),
        alter("credit", "name", models.CharField(blank=True, max_length=200, validators=[validate_plain], verbose_name="name")),
        alter("inspiration", "author", NameField(blank=True, max_length=200, verbose_name="author")),
        alter("inspiration", "title", models.CharField(max_length=200, validators=[validate_plain], verbose_name="title")),
        alter("participation", "head_name", NameField(blank=True, help_text="Office holders only; private persons are not named.", max_length=200, verbose_name="head of delegation")),
        alter("programme", "every_years", models.PositiveSmallIntegerField(blank=True, null=True, validators=[MinValueValidator(1), MaxValueValidator(100)], verbose_name="comes every … years")),
        alter("recognition", "presented_by", NameField(blank=True, max_length=200, verbose_name="presented by")),
        alter("recognition", "received_by", NameField(blank=True, max_length=200, verbose_name="received by")),
        alter("recognition", "rank", models.PositiveSmallIntegerField(blank=True, null=True, validators=[MinValueValidator(1), MaxValueValidator(10000)], verbose_name="rank")),
        alter("result", "activity", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="results", to="ledger.activity", verbose_name="came of the activity")),
        alter("result", "value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[MinValueValidator(0)], verbose_name="number")),
        alter("signatory", "name", NameField(max_length=200, verbose_name="name")),
        bound("activity", "activity_edition_is_possible", Q(edition__range=(1, 1000)), "Editions are counted from 1 to 1000."),
        bound("activity", "activity_attendance_is_possible", Q(attendance__lte=MOST_PEOPLE), "So many people cannot have been there."),
        bound("participation", "participation_heads_are_possible", Q(people__lte=MOST_PEOPLE) & Q(youth__lte=MOST_PEOPLE) & Q(women__lte=MOST_PEOPLE) & Q(men__lte=MOST_PEOPLE) & Q(nonbinary__lte=MOST_PEOPLE), "So many people cannot have been there."),
        bound("programme", "programme_interval_is_possible", Q(every_years__range=(1, 100)), "It comes every year, or every 100 years at most."),
        bound("recognition", "recognition_rank_is_possible", Q(rank__range=(1, 10_000)), "Ranks are counted from 1 to 10,000."),
        bound("result", "result_value_is_possible", Q(value__gte=0), "The number cannot be less than nothing."),
        migrations.RunPython(names_by_language, names_as_plain_text),
    ]
