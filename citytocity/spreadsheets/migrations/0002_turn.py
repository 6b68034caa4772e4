from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spreadsheets", "0001_spreadsheets")]

    operations = [
        migrations.AddField(
            model_name="spreadsheet",
            name="turn",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
