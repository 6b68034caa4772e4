from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.cities.models import City
from citytocity.figures.scope import Scope
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.choosing import RecordSelect, name_chosen
from citytocity.ledger.meanwhile import NotMeanwhileForm
from citytocity.ledger.models import Partnership
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_where, city_keys, may
from citytocity.reports.models import Frozen, Report


class BeginForm(forms.ModelForm):
    """Which year, and whose: a city or partnership whose register the person keeps."""

    class Meta:
        model = Report
        fields = ["year", "city", "other", "partnership"]
        widgets = {
            "city": RecordSelect(City),
            "other": RecordSelect(City),
            "partnership": RecordSelect(Partnership),
        }

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["city"]
        own.queryset = cities_where(by, Act.RECORD)
        own.error_messages["invalid_choice"] = gettext_lazy(
            "You do not keep the register of this city."
        )
        keys = city_keys(by, Act.RECORD)
        partnerships: Any = self.fields["partnership"]
        if keys is not None:
            partnerships.queryset = Partnership.objects.filter(sides__city__in=keys).distinct()
        partnerships.error_messages["invalid_choice"] = gettext_lazy(
            "You do not keep the register of a side of this partnership."
        )
        name_chosen([self])
        self.by = by

    def clean(self) -> dict[str, Any]:
        """What a partnership's report tells is seen from one of its cities, which makes it."""
        cleaned = super().clean() or {}
        of = cleaned.get("partnership")
        home = Scope(partnership=of).home if of else None
        if home and not may(self.by, Act.RECORD, city=home):
            words = _("The report of this partnership is made by %(city)s.")
            self.add_error("partnership", words % {"city": home})
        return cleaned


class WordsForm(NotMeanwhileForm):
    """The words of a report; its numbers come from the register."""

    class Meta:
        model = Report
        fields = ["foreword", "outlook"]


class HandInForm(forms.Form):
    to = forms.CharField(
        label=gettext_lazy("Handed in to"),
        max_length=200,
        validators=[validate_plain],
        help_text=Frozen._meta.get_field("to").help_text,
    )
