"""Forms that write nothing over what somebody else saved since they were opened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else saved this after you had opened it. What you typed stands below; look at theirs "
    "in another window, then save again to keep yours."
)


class NotMeanwhileForm(forms.ModelForm):
    """Of a record that knows when it was `changed`: `seen` is the state it was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.changed.isoformat()

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen != self.instance.changed.isoformat():
            self.data: Any = self.data.copy()
            self.data["seen"] = self.instance.changed.isoformat()  # they know of it from now on
            raise forms.ValidationError(CHANGED_MEANWHILE)
        return seen
