"""How the register's lists in the admin are narrowed."""

from typing import Any

import django_filters
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from citytocity.cities.models import City, Organisation
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Programme,
    Recognition,
    Result,
)
from citytocity.ledger.querysets import overlapping


class _Lacking(django_filters.BooleanFilter):
    """Records without a row in one of their lists: without source, without evidence."""

    def __init__(self, lists: str, **kwargs: Any) -> None:
        self.lists = lists
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:  # noqa: FBT001
        if value is None:
            return qs
        relation = qs.model._meta.get_field(self.lists)
        back = relation.field.name
        there = Exists(relation.related_model.objects.filter(**{back: OuterRef("pk")}))
        return qs.filter(~there if value else there)


class _Year(django_filters.NumberFilter):
    """Records whose days overlap a year, by the named date."""

    def __init__(self, date: str, **kwargs: Any) -> None:
        self.date = date
        super().__init__(label=_("Year"), min_value=1, max_value=9999, decimal_places=0, **kwargs)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(overlapping(int(value), field=self.date)) if value else qs


def without_source() -> _Lacking:
    return _Lacking("citations", label=_("Without source"))


class CityFilterSet(WagtailFilterSet):
    sourceless = without_source()

    class Meta:
        model = City
        fields = ["country"]


class OrganisationFilterSet(WagtailFilterSet):
    sourceless = without_source()

    class Meta:
        model = Organisation
        fields = ["kind", "city"]


class PartnershipFilterSet(WagtailFilterSet):
    city = django_filters.ModelChoiceFilter(
        queryset=City.objects.all(), field_name="sides__city", label=_("City")
    )
    sourceless = without_source()

    class Meta:
        model = Partnership
        fields = ["kind", "themes"]


class AgreementFilterSet(WagtailFilterSet):
    year = _Year("signed")
    sourceless = without_source()

    class Meta:
        model = Agreement
        fields = ["kind", "partnership"]


class ProgrammeFilterSet(WagtailFilterSet):
    sourceless = without_source()

    class Meta:
        model = Programme
        fields = ["kind"]


class ActivityFilterSet(WagtailFilterSet):
    city = django_filters.ModelChoiceFilter(
        queryset=City.objects.all(), method="with_city", label=_("City")
    )
    year = _Year("when")
    sourceless = without_source()

    class Meta:
        model = Activity
        fields = ["kind", "status", "themes", "programme"]

    def with_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.with_city(city)


class ParticipationFilterSet(WagtailFilterSet):
    year = _Year("activity__when")

    class Meta:
        model = Participation
        fields = ["city", "role", "certainty"]


class ResultFilterSet(WagtailFilterSet):
    city = django_filters.ModelChoiceFilter(
        queryset=City.objects.all(), method="of_city", label=_("City")
    )
    unproven = _Lacking("evidence", label=_("Without evidence"))
    sourceless = without_source()

    class Meta:
        model = Result
        fields = ["kind", "still_running"]

    def of_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.of_city(city)


class RecognitionFilterSet(WagtailFilterSet):
    year = _Year("when")
    sourceless = without_source()

    class Meta:
        model = Recognition
        fields = ["kind", "city", "partnership"]
