from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.forms import ListFilter, RecordField
from citytocity.ledger.models import Theme


class StoryFilter(ListFilter):
    """Which stories are listed."""

    topic = RecordField(Theme.objects.all(), label=_("Topic"))


class PairForm(forms.Form):
    """Two of the languages that a story has; `names` are they, by code."""

    first = forms.ChoiceField(label=_("First language"))
    second = forms.ChoiceField(label=_("Second language"))

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = _("This story is not in that language yet: choose another.")
        for name in ("first", "second"):
            self.fields[name].choices = names
            self.fields[name].error_messages["invalid_choice"] = unknown
        if len(names) > 1:
            self.initial["second"] = next(code for code, _name in names if code != names[0][0])

    def clean_second(self) -> str:
        second = self.cleaned_data["second"]
        if second == self.cleaned_data.get("first"):
            raise ValidationError(_("That is the same language twice: choose another here."))
        return second
