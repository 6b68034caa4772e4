"""The way from a record's or a story's page to a correction of it."""

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from citytocity.contributions.queries import address_of
from citytocity.ledger.sections import Section


def correction_of(request: HttpRequest, record: Model) -> list[Section]:
    if not record.pk:  # a preview of what is not saved yet
        return []
    url = f"{reverse('contributions:correction')}?about={address_of(record)}"
    return [Section("contributions/_correct.html", {"url": url})]
