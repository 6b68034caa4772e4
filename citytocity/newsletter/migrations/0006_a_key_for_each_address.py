from django.db import migrations

from citytocity.mail.addresses import key_of

AT_ONCE = 500


def a_key_for_each_address(apps, _schema):
    """Those without one, some at a time, so that nobody waits for all: ended half way, it goes on
    from there."""
    readers = apps.get_model("newsletter", "Reader").objects
    numbers = list(readers.filter(address_key="").order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(numbers), AT_ONCE):
        some = list(readers.filter(pk__in=numbers[at : at + AT_ONCE]).only("email"))
        for reader in some:
            reader.address_key = key_of(reader.email)
        readers.bulk_update(some, ["address_key"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("newsletter", "0005_keys_of_addresses"),
    ]

    operations = [
        migrations.RunPython(a_key_for_each_address, migrations.RunPython.noop),
    ]
