"""How the books are narrowed in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.ledger.filters import Chosen, RecordFilterSet, Year
from citytocity.ledger.models import Activity, Partnership
from citytocity.money.models import Hours, MoneyLine, OpenBooks
from citytocity.money.querysets import OfActivities


class BooksFilterSet(RecordFilterSet):
    city = Chosen(City, label=_("City"))
    activity = Chosen(Activity, label=_("Activity"))
    partnership = Chosen(Partnership, label=_("Partnership"), method="of_partnership")
    year = Year(asked=OfActivities.in_year)

    def of_partnership(self, queryset: Any, _name: str, partnership: Any) -> QuerySet:
        return queryset.of_partnership(partnership)


class MoneyLineFilterSet(BooksFilterSet):
    class Meta:
        model = MoneyLine
        fields = ["stage", "category", "payer", "is_in_kind"]


class HoursFilterSet(BooksFilterSet):
    class Meta:
        model = Hours
        fields: list[str] = []


class OpenBooksFilterSet(RecordFilterSet):
    city = Chosen(City, label=_("City"))
    partnership = Chosen(Partnership, label=_("Partnership"))

    class Meta:
        model = OpenBooks
        fields: list[str] = []
