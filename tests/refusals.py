"""What must never be false is refused twice: by the database, and by a form in words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation


def refused_by_database(record: models.Model) -> list[str]:
    """What a form says of the record, after the database has refused it too."""
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        record.validate_constraints()
    return refusal.value.messages


def refused_by_form(record: models.Model) -> dict[str, list[str]]:
    """What a form says beside each field of the record."""
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict
