from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_small_change")]

    operations = [
        migrations.AddField(
            model_name="storypage",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("news", "news"),
                    ("interview", "interview"),
                    ("comparison", "comparison"),
                    ("practice", "idea that travelled"),
                    ("visit", "report of a visit"),
                    ("person", "portrait of a person"),
                    ("place", "portrait of a place"),
                    ("photos", "photo story"),
                    ("exhibition", "exhibition"),
                    ("letter", "letter"),
                    ("announcement", "announcement"),
                    ("opinion", "opinion"),
                    ("children", "recipe, song, children’s page"),
                ],
                default="",
                help_text="Readers see it above the title. Left empty, none is named.",
                max_length=12,
                verbose_name="kind",
            ),
            preserve_default=False,
        ),
    ]
