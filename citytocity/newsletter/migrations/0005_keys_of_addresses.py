from django.db import migrations

import citytocity.mail.fields
from citytocity.mail.addresses import key_of

AT_ONCE = 500


def a_key_for_each_address(apps, _schema):
    readers = apps.get_model("newsletter", "Reader").objects
    numbers = list(readers.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(numbers), AT_ONCE):
        some = list(readers.filter(pk__in=numbers[at : at + AT_ONCE]).only("email"))
        for reader in some:
            reader.address_key = key_of(reader.email)
        readers.bulk_update(some, ["address_key"])


class Migration(migrations.Migration):

    dependencies = [
        ("newsletter", "0004_keys_of_readers_and_archive"),
    ]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="address_key",
            field=citytocity.mail.fields.AddressKeyField("email"),
        ),
        migrations.RunPython(a_key_for_each_address, migrations.RunPython.noop),
    ]
