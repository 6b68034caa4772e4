"""How the register's lists in the admin are narrowed.

A record is chosen by typing, as in the forms: a list of all of them would be read anew, thousands
of names long, whenever a page of the list is opened.
"""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, ManyToOneRel, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from citytocity.cities.models import City, Organisation
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.ledger.choosing import RecordSelect, choosable, name_chosen
from citytocity.ledger.enums import SideState
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Programme,
    Recognition,
    Result,
)
from citytocity.ledger.querysets import ResultQuerySet, overlapping
from citytocity.sources.models import Source


class Chosen(django_filters.ModelChoiceFilter):
    """One record, found by typing its name."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(
            queryset=lambda _request: choosable(model), widget=RecordSelect(model), **kwargs
        )


class YesOrNo(django_filters.BooleanFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=BooleanRadioSelect, **kwargs)


class Lacking(YesOrNo):
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


class Year(django_filters.NumberFilter):
    """Records of a year: as the question asks of them, else those whose named date overlaps it."""

    def __init__(self, date: str = "when", *, asked: Any = None, label: Any = None) -> None:
        self.asked = asked or (lambda records, year: records.filter(overlapping(year, field=date)))
        limits = {"min_value": 1, "max_value": 9999, "decimal_places": 0}
        super().__init__(label=label or _("Year"), **limits)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return self.asked(qs, int(value)) if value else qs


def _city(**kwargs: Any) -> Chosen:
    return Chosen(City, label=_("City"), **kwargs)


def _without_source() -> Lacking:
    return Lacking("citations", label=_("Without source"))


class _NamingForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_chosen([self])


class RecordFilterSet(WagtailFilterSet):
    def get_form_class(self) -> type[forms.Form]:
        return type("FilterForm", (_NamingForm, super().get_form_class()), {})


class SourceFilterSet(RecordFilterSet):
    year = Year("published")
    language = django_filters.ChoiceFilter(
        choices=list(LOCAL_NAMES.items()), label=_("Language of the title")
    )
    uncited = YesOrNo(method="cited_nowhere", label=_("Cited nowhere"))

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []

    def cited_nowhere(self, queryset: Any, _name: str, value: bool) -> QuerySet:  # noqa: FBT001
        citing = [
            Exists(row.related_model._default_manager.filter(**{row.field.name: OuterRef("pk")}))
            for row in Source._meta.get_fields(include_hidden=True)
            if isinstance(row, ManyToOneRel)
        ]
        cited = Q(*citing, _connector=Q.OR)
        return queryset.filter(~cited if value else cited)


class CityFilterSet(RecordFilterSet):
    sourceless = _without_source()

    class Meta:
        model = City
        fields = ["country"]


class OrganisationFilterSet(RecordFilterSet):
    city = _city()
    sourceless = _without_source()

    class Meta:
        model = Organisation
        fields = ["kind"]


class PartnershipFilterSet(RecordFilterSet):
    city = _city(field_name="sides__city")
    state = django_filters.ChoiceFilter(
        choices=SideState.choices,
        method="seen_as",
        label=_("Status, as a side sees it"),
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    year = Year("since", label=_("Begun in the year"))
    sourceless = _without_source()

    class Meta:
        model = Partnership
        fields = ["kind", "themes"]

    def seen_as(self, queryset: Any, _name: str, state: str) -> QuerySet:
        return queryset.seen_as(state)


class AgreementFilterSet(RecordFilterSet):
    city = _city(field_name="partnership__sides__city")
    partnership = Chosen(Partnership, label=_("Partnership"))
    year = Year("signed")
    sourceless = _without_source()

    class Meta:
        model = Agreement
        fields = ["kind"]


def _has(activities: QuerySet) -> Q:
    return Q(pk__in=activities.order_by().values("programme"))


def _programmes_in_year(programmes: QuerySet, year: int) -> QuerySet:
    return programmes.filter(overlapping(year) | _has(Activity.objects.in_year(year)))


class ProgrammeFilterSet(RecordFilterSet):
    """A programme is of the cities and years of its activities, and of its own years."""

    city = _city(method="with_city")
    year = Year(asked=_programmes_in_year)
    sourceless = _without_source()

    class Meta:
        model = Programme
        fields = ["kind"]

    def with_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.filter(_has(Activity.objects.with_city(city)))


class ActivityFilterSet(RecordFilterSet):
    city = _city(method="with_city")
    year = Year("when")
    programme = Chosen(Programme, label=_("Programme"))
    sourceless = _without_source()

    class Meta:
        model = Activity
        fields = ["kind", "status", "themes"]

    def with_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.with_city(city)


class ParticipationFilterSet(RecordFilterSet):
    city = _city()
    activity = Chosen(Activity, label=_("Activity"))
    year = Year("activity__when")
    sourceless = YesOrNo(field_name="source", lookup_expr="isnull", label=_("Without source"))

    class Meta:
        model = Participation
        fields = ["role", "certainty"]


class ResultFilterSet(RecordFilterSet):
    city = _city(method="of_city")
    activity = Chosen(Activity, label=_("Activity"))
    partnership = Chosen(Partnership, label=_("Partnership"))
    year = Year(asked=ResultQuerySet.in_year)
    unproven = Lacking("evidence", label=_("Without evidence"))
    sourceless = _without_source()

    class Meta:
        model = Result
        fields = ["kind", "still_running"]

    def of_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.of_city(city)


class RecognitionFilterSet(RecordFilterSet):
    city = _city(method="of_city")
    partnership = Chosen(Partnership, label=_("Partnership"))
    year = Year("when")
    sourceless = _without_source()

    class Meta:
        model = Recognition
        fields = ["kind"]

    def of_city(self, queryset: Any, _name: str, city: Model) -> QuerySet:
        return queryset.of_city(city)
