import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citytocity.languages.forms import WordsFormField
from citytocity.newsroom.enums import CheckKind, Rhythm
from citytocity.newsroom.models import Reminder


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


class ReminderForm(forms.ModelForm):
    class Meta:
        model = Reminder
        fields = ["rhythm"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"] = forms.ChoiceField(
            label=self.fields["rhythm"].label, choices=Rhythm.choices, widget=forms.RadioSelect
        )
