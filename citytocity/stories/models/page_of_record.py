from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page


class PageOfRecord(Page):
    """What is said about a record of the register, at the record's own address.

    One page in each language. No constraint of the database can hold this: the language is a column
    of Wagtail's page, the record one of ours, and they are two tables.
    """

    record: ClassVar[str]
    """The name of the field with the record."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        if getattr(self, f"{self.record}_id"):
            self.slug = getattr(self, self.record).slug
            self._check_only_one()
        super().clean()

    def _check_only_one(self) -> None:
        about = {self.record: getattr(self, self.record), "locale": self.locale}
        if type(self).objects.filter(**about).exclude(pk=self.pk).exists():
            message = _("“%(record)s” has a page in this language already.")
            raise ValidationError({self.record: message % {"record": about[self.record]}})
