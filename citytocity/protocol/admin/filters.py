"""How the lists of the protocol are narrowed in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.ledger.filters import Chosen, Lacking, RecordFilterSet, Year
from citytocity.ledger.models import Activity
from citytocity.protocol.models import Gift, Honour, Letter, Promise


class ProtocolFilterSet(RecordFilterSet):
    city = Chosen(City, label=_("City"), method="of_city")
    activity = Chosen(Activity, label=_("Activity"))
    year = Year("when")
    sourceless = Lacking("citations", label=_("Without source"))

    def of_city(self, queryset: Any, _name: str, city: City) -> QuerySet:
        return queryset.of_city(city)


class GiftFilterSet(ProtocolFilterSet):
    class Meta:
        model = Gift
        fields = ["direction", "is_public", "is_on_show"]


class PromiseFilterSet(ProtocolFilterSet):
    class Meta:
        model = Promise
        fields = ["state", "is_public"]


class LetterFilterSet(ProtocolFilterSet):
    class Meta:
        model = Letter
        fields = ["is_public"]


class HonourFilterSet(ProtocolFilterSet):
    class Meta:
        model = Honour
        fields = ["kind", "is_public"]
