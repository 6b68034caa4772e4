import datetime
import zoneinfo
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.languages.forms import WordsFormField
from citytocity.newsroom.enums import CheckKind, Rhythm
from citytocity.newsroom.models import Reminder

# the ends of time have no hour in some zones
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)


class AskForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("What should be checked"),
        choices=CheckKind.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[CheckKind.FACTS, CheckKind.PICTURES, CheckKind.CONSENT],
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stays in the story's history."),
    )


class CorrectionForm(forms.Form):
    text = WordsFormField(
        label=_("What was corrected"),
        help_text=_("What stood there, and what is right. Readers see it under the story."),
        several_lines=True,
    )
    dated = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),  # the only one browsers read
        initial=datetime.date.today,
    )


class EmbargoForm(forms.Form):
    """A minute by the clocks of one of the story's cities; `cleaned_data["until"]` has it."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date"}),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial="10:00"
    )
    zone = forms.ChoiceField(label=_("By the clocks of"))

    def __init__(self, *args: Any, cities: Iterable[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: dict[str, list[str]] = {}
        for city in cities:
            zones.setdefault(city.zone.key, []).append(str(city))
        choices = [(zone, f"{', '.join(names)} ({zone})") for zone, names in zones.items()]
        cast("forms.ChoiceField", self.fields["zone"]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"day", "time", "zone"} <= cleaned.keys():
            zone = zoneinfo.ZoneInfo(cleaned["zone"])
            until = datetime.datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
            moment = until.astimezone(datetime.UTC)
            if moment.astimezone(zone).replace(tzinfo=None) != until.replace(tzinfo=None):
                message = _("The clocks are put forward there that night: this time is left out.")
                self.add_error("time", message)
            cleaned["until"] = moment
        return cleaned


class ReminderForm(forms.ModelForm):
    class Meta:
        model = Reminder
        fields = ["rhythm"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"] = forms.ChoiceField(
            label=self.fields["rhythm"].label, choices=Rhythm.choices, widget=forms.RadioSelect
        )
