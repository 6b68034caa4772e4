from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership
from citytocity.money.models.books import InBooks
from citytocity.money.querysets import OpenBooksQuerySet


class OpenBooks(InBooks):
    """That a city shows everybody what it paid for a partnership: totals, and lines without notes.

    Without such a row nothing is shown.
    """

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=_("books of the city")
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership")
    )

    objects = OpenBooksQuerySet.as_manager()

    class Meta:
        ordering = ["partnership__slug", "city__slug"]
        verbose_name = _("totals shown to everybody")
        verbose_name_plural = _("totals shown to everybody")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "partnership"],
                name="money_open_books_once",
                violation_error_message=_("The totals of this city are shown there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership} ({self.city})"

    def clean(self) -> None:
        super().clean()
        if self.city_id and self.partnership_id and self.city not in self.partnership.cities:
            raise ValidationError({"city": _("This city is no side of the partnership.")})

    def search_terms(self) -> str:
        return self.partnership.names_as_terms()
