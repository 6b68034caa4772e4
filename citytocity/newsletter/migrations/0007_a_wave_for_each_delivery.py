from django.db import migrations


def a_wave_for_each_delivery(apps, _schema):
    """Issues of the time before there were waves went at one moment: that is their wave."""
    issues = apps.get_model("newsletter", "Issue").objects
    waves = apps.get_model("newsletter", "Wave").objects
    deliveries = apps.get_model("newsletter", "Delivery").objects.filter(wave=None)
    for issue in issues.filter(pk__in=deliveries.values("issue")):
        moment = issue.begins or issue.released
        wave, _is_new = waves.get_or_create(issue=issue, moment=moment, is_late=False)
        deliveries.filter(issue=issue).update(wave=wave)


class Migration(migrations.Migration):

    dependencies = [
        ("newsletter", "0006_a_key_for_each_address"),
    ]

    operations = [
        migrations.RunPython(a_wave_for_each_delivery, migrations.RunPython.noop),
    ]
