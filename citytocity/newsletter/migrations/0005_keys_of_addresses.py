from django.db import migrations

import citytocity.mail.fields


class Migration(migrations.Migration):
    """The column alone, with a default of the database: what ran before may still add readers."""

    dependencies = [
        ("newsletter", "0004_keys_of_readers_and_archive"),
    ]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="address_key",
            field=citytocity.mail.fields.AddressKeyField("email"),
        ),
    ]
