from django.db import migrations

import citytocity.languages.fields


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_questionnaires_and_entries")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="told",
            field=citytocity.languages.fields.KeptJSONField(editable=False),
        ),
    ]
