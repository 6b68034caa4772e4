from typing import Any, cast

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.ledger.choosing import RecordSelectMultiple, name_chosen
from citytocity.people.enums import Act
from citytocity.people.permissions import people_who
from citytocity.planning.models import DayToKnow, Plan
from citytocity.stories.models.story import REGISTER


class PlanForm(forms.ModelForm):
    """A planned story of one city; its writer is one of those who write for it."""

    class Meta:
        model = Plan
        fields = ["title", "when", "who", "note", *REGISTER]
        widgets = {"note": forms.Textarea({"rows": 3})} | {
            name: RecordSelectMultiple(
                cast("type[Model]", Plan._meta.get_field(name).related_model)
            )
            for name in REGISTER
        }

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.city = city
        writers = people_who(Act.WRITE, city=city).order_by("last_name", "first_name", "email")
        who = forms.ModelChoiceField(writers, required=False, label=capfirst(_("who writes it")))
        who.label_from_instance = lambda person: person.shown_name  # type: ignore[method-assign, assignment]
        self.fields["who"] = who
        name_chosen([self])


class OwnPlanForm(PlanForm):
    """What somebody means to write herself."""

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, city=city, **kwargs)
        del self.fields["who"]


class DayForm(forms.ModelForm):
    class Meta:
        model = DayToKnow
        fields = ["name", "month", "day", "which", "weekday", "city", "website"]
