from typing import ClassVar

from django.db.models import F
from django.urls import reverse
from wagtail.search import index

from citytocity.languages.stems import search_terms
from citytocity.sources.models import Record


class ProtocolRecord(Record):
    """What one city gave, wrote, promised or awarded another: newest first.

    `found_by` names the texts by which it is found; its public page is called by its kind.
    """

    found_by: ClassVar[tuple[str, ...]] = ()

    search_fields = [index.SearchField("search_terms"), index.AutocompleteField("search_terms")]

    class Meta:
        abstract = True
        ordering = [F("when_first").desc(nulls_last=True), "slug"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse(f"protocol:{self._meta.model_name}", args=[self.slug])

    def search_terms(self) -> str:
        return " ".join(search_terms(getattr(self, name)) for name in self.found_by)
